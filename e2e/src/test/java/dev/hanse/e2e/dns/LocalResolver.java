// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A DNS server that people run on their hosts, with what {@code hanse dns-config} prints for it, as it is printed. All other names it asks of one server; it
 * strips private addresses and validates, where it can.
 */
enum LocalResolver {
    DNSMASQ("dnsmasq", 1, 2) {
        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) {
            return host.start(
                            text(),
                            "dnsmasq",
                            "--keep-in-foreground",
                            "--log-facility=-",
                            "--user=root",
                            "--pid-file=",
                            "--no-hosts",
                            "--no-resolv",
                            "--listen-address=127.0.0.1",
                            "--bind-interfaces",
                            "--stop-dns-rebind",
                            "--server=" + upstream,
                            "--conf-file=" + printed)
                    .awaitLog("started, version", START);
        }
    },
    /**
     * Doubles its wait, from 0.4 seconds on, each time that it happens to choose the silent one of two that it does not know yet. What it learns later than
     * 1.9 seconds after a question ({@code discard-timeout}) it keeps for the next one, and that question has no answer at all.
     */
    UNBOUND("unbound", 3, 5) {
        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException {
            Path config = Files.writeString(folder.resolve("server.conf"), """
                    server:
                        directory: ""
                        chroot: ""
                        username: ""
                        pidfile: ""
                        use-syslog: no
                        logfile: ""
                        do-daemonize: no
                        interface: 127.0.0.1
                        access-control: 127.0.0.0/8 allow
                        private-address: 10.0.0.0/8
                        domain-insecure: "example"
                        trust-anchor: ". IN DS 20326 8 2 E06D44B80B8F1D39A95C0B0D7C65D08458E880409BBC683457104237C7F8EC8D"
                    remote-control:
                        control-enable: no
                    forward-zone:
                        name: "example"
                        forward-addr: %s
                    include: "%s"
                    """.formatted(upstream, printed));
            return host.start(text(), "unbound", "-d", "-c", config.toString()).awaitLog("start of service", START);
        }
    },
    BIND("bind", 1, 3) {
        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException {
            Path config = Files.writeString(folder.resolve("named.conf"), """
                    options {
                        directory "%s";
                        pid-file none;
                        session-keyfile none;
                        listen-on { 127.0.0.1; };
                        listen-on-v6 { none; };
                        dnssec-validation auto;
                        validate-except { "clusterset.local"; "example"; };
                    };
                    controls { };
                    zone "example" { type forward; forward only; forwarders { %s; }; };
                    include "%s";
                    """.formatted(folder, upstream, printed));
            return host.start(text(), "named", "-g", "-n", "1", "-c", config.toString())
                    .awaitLog("all zones loaded", START);
        }
    },
    COREDNS("coredns", 1, 5) {
        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException {
            return coreDns(host, folder, printed, "forward . " + upstream);
        }
    },
    /** The cache of a node is CoreDNS with fewer plugins. It binds its addresses, and so must each block of its Corefile. */
    NODELOCAL("nodelocal", 1, 5) {
        @Override
        String address() {
            return "169.254.20.10";
        }

        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException {
            host.run("ip", "address", "replace", address() + "/32", "dev", "lo").orFail();
            return coreDns(host, folder, printed, "bind " + address(), "forward . " + upstream);
        }
    },
    /** Waits for five seconds before it asks another server, once: then it stays with that one. */
    SYSTEMD_RESOLVED("systemd-resolved", 1, 8) {
        @Override
        String address() {
            return "127.0.0.53";
        }

        @Override
        TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException {
            return ResolvedProcess.start(host, folder, printed, upstream);
        }

        @Override
        void undo(TestHost host, TestProcess process, Path folder) throws IOException {
            ResolvedProcess.stopUnit(host, process, folder);
        }
    };

    static final Duration START = Eventually.LIMIT;

    private final String text;
    private final int tries;
    private final int seconds;

    LocalResolver(String text, int tries, int seconds) {
        this.text = text;
        this.tries = tries;
        this.seconds = seconds;
    }

    /** The kind of server, as {@code hanse dns-config} knows it. */
    final String text() {
        return text;
    }

    /** Where it answers on its host. */
    String address() {
        return "127.0.0.1";
    }

    /** How often clients have to ask for a name of the zone, at most, while one of two gateways is silent. */
    final int tries() {
        return tries;
    }

    /** The longest wait for the answer to one of these. */
    final int seconds() {
        return seconds;
    }

    /** Starts it; returns once it answers. */
    abstract TestProcess start(TestHost host, Path folder, Path printed, String upstream) throws IOException;

    /** With these plugins for all names that the printed block is not for. */
    final TestProcess coreDns(TestHost host, Path folder, Path printed, String... plugins) throws IOException {
        Path config = Files.writeString(
                folder.resolve("Corefile"), """
                %s
                .:53 {
                    errors
                    %s
                }
                """.formatted(Files.readString(printed), String.join("\n    ", plugins)));
        return host.start(text(), "coredns", "-conf", config.toString()).awaitLog("CoreDNS-", START);
    }

    /** Takes back what it did to its host, while it runs. */
    void undo(TestHost host, TestProcess process, Path folder) throws IOException {}
}
