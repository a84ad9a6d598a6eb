// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node.source;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import dev.hanse.node.routes.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.IntSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the table as it is wanted, whoever changes it: looks where the kernel says that some rule of nftables has changed. One thread, which blocks, but where it says otherwise. */
public final class SourceKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(SourceKeeper.class);

    /** How often {@link #check} is to be called. */
    public static final Duration INTERVAL = Duration.ofMillis(250);

    private static final Duration RETRY = Duration.ofSeconds(10);

    private final Programs programs;
    private final IntSupplier generation;
    private final Path file;
    private final NanoClock clock;
    private SourceTable wanted = SourceTable.NONE;
    private String listed = "";
    private int known;
    private boolean failed;
    private long retryNanos;
    private volatile List<Finding> findings = List.of();

    /**
     * @param generation the number of the kernel's rules, which is another one after each change
     * @param file where the text of the table is put for nft to read
     */
    public SourceKeeper(Programs programs, IntSupplier generation, Path file, NanoClock clock) {
        this.programs = programs;
        this.generation = generation;
        this.file = file;
        this.clock = clock;
    }

    /** Wants the source kept between these from now on, and makes it so. */
    public void want(Set<IpPrefix> pods, Set<IpPrefix> remote) {
        SourceTable table = new SourceTable(pods, remote);
        if (!table.equals(wanted)) {
            wanted = table;
            set("");
        }
    }

    /** Looks whether it is as wanted. */
    public void check() {
        if (wanted.equals(SourceTable.NONE)) {
            return;
        }
        int now = generation.getAsInt();
        boolean late = failed && clock.nanoTime() - retryNanos >= RETRY.toNanos();
        if (late || (!failed && now != known && !isAsListed(now))) {
            set(late ? "" : ", it was taken away or changed by somebody else");
        }
    }

    private boolean isAsListed(int now) {
        try {
            boolean same = list().equals(listed);
            known = same ? now : known;
            return same;
        } catch (IOException _) {
            return false;
        }
    }

    private String list() throws IOException {
        return programs.run(List.of("nft", "--stateless", "list", "table", "inet", "hanse-node"));
    }

    private void set(String why) {
        retryNanos = clock.nanoTime();
        try {
            Files.writeString(file, wanted.text());
            programs.run(List.of("nft", "-f", file.toString()));
            // Before it is listed: what somebody changes meanwhile is another generation, and looked at.
            int now = generation.getAsInt();
            listed = list();
            known = now;
            failed = false;
            findings = List.of();
            LOG.info("table {} set{}: source addresses are kept", SourceTable.NAME, why);
        } catch (IOException e) {
            onFailure(e);
        }
    }

    private void onFailure(IOException failure) {
        failed = true;
        Finding now = failure instanceof Programs.MissingProgramException
                ? new Finding(
                        "SOURCE_NOT_KEPT",
                        "the program nft is missing: where this node's network masquerades, packets to other clusters get the node's"
                                + " address and are dropped there",
                        "install nftables, or tell the cluster's network not to masquerade packets to the other clusters' prefixes",
                        true)
                : new Finding(
                        "SOURCE_NOT_KEPT",
                        "the table " + SourceTable.NAME + " cannot be set: " + failure.getMessage()
                                + "; where this node's network masquerades, packets to other clusters are dropped there",
                        "see why: nft -f " + file + " (expected: Linux 5.2 and nftables 0.9.2 or newer, CAP_NET_ADMIN)",
                        true);
        if (!findings.contains(now)) {
            findings = List.of(now);
        }
    }

    /** What keeps it from being so. Any thread. */
    public List<Finding> findings() {
        return findings;
    }

    /**
     * Takes the table away; nothing where there is none.
     *
     * @throws IOException if nft is there and refuses
     */
    public static void remove(Programs programs) throws IOException {
        try {
            String tables = programs.run(List.of("nft", "list", "tables"));
            if (tables.lines().anyMatch(line -> line.strip().equals("table " + SourceTable.NAME))) {
                programs.run(List.of("nft", "delete", "table", "inet", "hanse-node"));
            }
        } catch (Programs.MissingProgramException _) {
            // Without it there is no table.
        }
    }
}
