// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import dev.hanse.tunnel.tun.TunOffloads;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says which offloads the kernel lacks, each thing once however many workers meet it: the tunnel works without, slower. Any thread. */
final class KernelReport {

    private static final Logger LOG = LoggerFactory.getLogger(KernelReport.class);

    private final Set<String> said = ConcurrentHashMap.newKeySet();
    private final Consumer<String> log;

    KernelReport() {
        this(LOG::warn);
    }

    KernelReport(Consumer<String> log) {
        this.log = log;
    }

    /** What the TUN device takes off us. */
    void device(TunOffloads offloads) {
        if (!offloads.checksum()) {
            say(
                    "this kernel's TUN device completes no checksums and cuts no packets (expected: TUN_F_CSUM, TUN_F_TSO4);"
                            + " every packet is carried by itself, much slower");
        } else if (!offloads.tcp()) {
            say("this kernel's TUN device cuts no TCP packets (expected: TUN_F_TSO4, TUN_F_TSO6);"
                    + " TCP is carried packet by packet, much slower");
        } else if (!offloads.udp()) {
            say("this kernel's TUN device cuts no UDP packets (expected: Linux 6.2 or newer);"
                    + " UDP is carried packet by packet, slower");
        }
    }

    /** Whether a native port carries many datagrams by one call, in each direction. */
    void port(boolean sendsBatches, boolean receivesBatches) {
        if (!sendsBatches) {
            say("this kernel sends one datagram per call (expected: UDP_SEGMENT, Linux 4.18); the tunnel is slower");
        }
        if (!receivesBatches) {
            say("this kernel receives one datagram per call (expected: UDP_GRO, Linux 5.0); the tunnel is slower");
        }
    }

    private void say(String line) {
        if (said.add(line)) {
            log.accept(line);
        }
    }
}
