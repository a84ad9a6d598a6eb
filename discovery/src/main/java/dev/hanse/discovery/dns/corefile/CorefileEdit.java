// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import dev.hanse.discovery.dns.forward.ForwardingConfig;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Puts a block that forwards a zone into a Corefile, marked and before all others, and takes it out again. Before them, since what stands there ends with a line break whatever comes behind: so the rest is the same
 * octet for octet, afterwards and once the block has gone.
 */
public final class CorefileEdit {

    private CorefileEdit() {}

    /** How a Corefile is about a zone. */
    public enum Found {
        /** It has no block of the zone. */
        NOTHING,
        /** It has the marked block. */
        MARKED,
        /** It has a block of the zone without the marks: somebody's own, or ours after a tool dropped its comments. */
        FOREIGN
    }

    /** @throws IllegalArgumentException if the Corefile cannot be understood; the message has the line */
    public static Found find(String corefile, String zone) {
        Optional<Marks> marks = marks(corefile, zone);
        Corefile rest =
                Corefile.parse(marks.map(found -> found.without(corefile)).orElse(corefile));
        if (rest.blocks().stream().anyMatch(block -> block.isFor(zone))) {
            return Found.FOREIGN;
        }
        return marks.isPresent() ? Found.MARKED : Found.NOTHING;
    }

    /**
     * The Corefile with the block; the same where it says all of it already, with marks or without.
     *
     * @throws IllegalArgumentException if the Corefile cannot be understood, does not say on which port the cluster's names are asked, or has a block of the zone that is somebody else's
     */
    public static String with(String corefile, ForwardingConfig forwarding) {
        String zone = forwarding.zone();
        Optional<Marks> marks = marks(corefile, zone);
        String rest = marks.map(found -> found.without(corefile)).orElse(corefile);
        Corefile parsed = Corefile.parse(rest);
        String block = block(parsed, forwarding);
        Optional<ServerBlock> foreign =
                parsed.blocks().stream().filter(each -> each.isFor(zone)).findFirst();
        if (foreign.isPresent()) {
            return foreign.get().says(Corefile.parse(block).blocks().getFirst()) && marks.isEmpty()
                    ? corefile
                    : refuse(foreign.get(), zone);
        }
        return marks.map(found -> corefile.substring(0, found.start())
                        + Marks.around(zone, block)
                        + corefile.substring(found.end()))
                .orElseGet(() -> Marks.around(zone, block) + rest);
    }

    private static String refuse(ServerBlock foreign, String zone) {
        throw new IllegalArgumentException(
                "line " + foreign.line() + ": a block of " + zone + " that Hanse did not mark as its own");
    }

    /**
     * The file that a Corefile imports beside its blocks, with the marks.
     *
     * @throws IllegalArgumentException as {@link #with}
     */
    public static String imported(String corefile, ForwardingConfig forwarding) {
        Corefile parsed = Corefile.parse(corefile);
        parsed.blocks().stream()
                .filter(each -> each.isFor(forwarding.zone()))
                .findFirst()
                .ifPresent(each -> refuse(each, forwarding.zone()));
        return Marks.around(forwarding.zone(), block(parsed, forwarding));
    }

    /** Whether files whose names end in {@code .server} are imported beside the blocks, as AKS and k3s have it: they are where additions belong. */
    public static boolean importsServers(String corefile) {
        return Corefile.parse(corefile).imports().stream().anyMatch(each -> each.endsWith("*.server"));
    }

    /**
     * The Corefile without the marked block; the same where there is none.
     *
     * @throws IllegalArgumentException if what is marked is not one block of that zone
     */
    public static String without(String corefile, String zone) {
        return marks(corefile, zone).map(found -> found.without(corefile)).orElse(corefile);
    }

    /** @throws IllegalArgumentException if the marks are no pair, or have something else between them */
    private static Optional<Marks> marks(String corefile, String zone) {
        Optional<Marks> marks = Marks.find(corefile, zone);
        if (marks.isPresent()) {
            Corefile between = Corefile.parse(marks.get().of(corefile));
            boolean one =
                    between.blocks().size() == 1 && between.blocks().getFirst().isFor(zone);
            if (!one || !between.imports().isEmpty()) {
                throw new IllegalArgumentException(
                        "between the marks of Hanse is something else than one block of " + zone);
            }
        }
        return marks;
    }

    /** On the ports, and bound to the addresses, on which all other names are answered. */
    private static String block(Corefile corefile, ForwardingConfig forwarding) {
        ServerBlock root = corefile.blocks().stream()
                .filter(each -> each.isFor("."))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException(
                                "no block for all names (\".:53 {\"), by which the port is known on which the cluster's names are asked"));
        List<String> bind = root.arguments("bind");
        if (bind.contains("{")) {
            throw new IllegalArgumentException("line " + root.line() + ": \"bind\" has a block of its own");
        }
        String keys = root.dnsKeys()
                .filter(ServerKey::isRoot)
                .map(key -> key.with(forwarding.zone()))
                .distinct()
                .collect(Collectors.joining(" "));
        return forwarding.coreDnsBlock(keys, bind);
    }
}
