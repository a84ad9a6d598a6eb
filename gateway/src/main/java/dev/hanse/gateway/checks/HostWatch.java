// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.linux.Netfilter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at this host every two seconds, on a thread of its own, for what loses pod packets: a look costs a fifth of a
 * millisecond, and some more when the rules of a packet filter have changed. Each finding is told once when it comes and once
 * when it goes. Any thread may ask.
 */
public final class HostWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(HostWatch.class);

    static final Duration EVERY = Duration.ofSeconds(2);

    /** No start waits for the first look, or shares a processor with it. */
    private static final Duration FIRST = Duration.ofSeconds(1);

    private final Supplier<List<Finding>> host;
    private final Thread thread;
    private volatile Runnable onChange = () -> {};
    private volatile List<Finding> found = List.of();
    private final ToldFindings told = new ToldFindings(LOG);

    /**
     * Not started.
     *
     * @param host looks
     */
    HostWatch(Supplier<List<Finding>> host) {
        this.host = host;
        this.thread = Thread.ofPlatform().daemon().name("hanse-host-watch").unstarted(this::run);
    }

    /**
     * At the real host.
     *
     * @param device the tunnel's
     * @param pods prefixes of the pods here
     * @param untracked whether what passes between them and the device is kept out of connection tracking
     */
    public static HostWatch of(String device, List<IpPrefix> pods, boolean untracked) {
        Path proc = Path.of("/proc/net");
        KernelSettings settings = new KernelSettings(Path.of("/proc/sys/net"), proc, device, pods);
        Rulesets rulesets = new Rulesets(Programs.system(), () -> new Netfilter().generation(), proc);
        RuleFindings rules = new RuleFindings(device, pods, untracked);
        return new HostWatch(() -> {
            List<Finding> findings = new ArrayList<>(settings.findings());
            findings.addAll(rules.of(rulesets.read()));
            return findings;
        });
    }

    /** Where nothing is looked at. */
    public static HostWatch none() {
        return new HostWatch(List::of);
    }

    /**
     * Begins to look.
     *
     * @param listener hears of each change, on the thread that looks
     */
    public void start(Runnable listener) {
        onChange = listener;
        thread.start();
    }

    /** What was found by the last look. */
    public List<Finding> findings() {
        return found;
    }

    private void run() {
        try {
            Thread.sleep(FIRST);
            while (true) {
                look();
                Thread.sleep(EVERY);
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /** One look. */
    void look() {
        List<Finding> now;
        try {
            now = List.copyOf(host.get());
        } catch (RuntimeException e) {
            LOG.debug("host: not looked at", e);
            return;
        }
        // One that is being closed has seen only half.
        if (Thread.currentThread().isInterrupted()) {
            return;
        }
        found = now;
        if (told.tell(now)) {
            onChange.run();
        }
    }

    /** Ends it; idempotent. */
    @Override
    public void close() {
        thread.interrupt();
    }
}
