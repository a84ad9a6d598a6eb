// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.forward;

import dev.hanse.net.address.HostPort;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * Writes what to put into the configuration of other DNS servers. Each text begins with a comment that says where it
 * goes.
 */
public final class ForwardingConfig {

    private static final String SILENCE = """
            # A gateway that is silent costs 2 s until it is found out, unless your CoreDNS knows this (1.14.7 does):
            # read_timeout 500ms
            """;

    private static final String DNSMASQ_SEVERAL = """
            # All servers of a name are asked at once, the first answer counts: one that is silent costs nothing.
            all-servers
            """;

    private final String zone;
    private final List<InetSocketAddress> responders;
    private final String readTimeout;

    /** For one zone, with the other server's own idea of when a gateway is silent. */
    public ForwardingConfig(String zone, List<InetSocketAddress> responders) {
        this(zone, responders, "");
    }

    /**
     * For one zone.
     *
     * @param zone without a trailing dot
     * @param responders one or more addresses that the other server can reach; no wildcard
     * @param readTimeout how long CoreDNS waits for an answer, as {@code 500ms}; empty: as long as it likes
     */
    public ForwardingConfig(String zone, List<InetSocketAddress> responders, String readTimeout) {
        this.zone = zone;
        this.readTimeout = readTimeout;
        this.responders = List.copyOf(responders);
        if (responders.isEmpty()) {
            throw new IllegalArgumentException("responders: none (expected: at least one address)");
        }
        responders.stream()
                .filter(r -> r.isUnresolved() || r.getAddress().isAnyLocalAddress() || r.getPort() == 0)
                .findFirst()
                .ifPresent(r -> {
                    throw new IllegalArgumentException("responder: \"" + HostPort.format(r.getHostString(), r.getPort())
                            + "\" (expected: an address that others reach, and its port)");
                });
    }

    /** The zone, without a trailing dot. */
    public String zone() {
        return zone;
    }

    /**
     * A server block of CoreDNS; ends with a line break.
     *
     * @param keys what it is for, as {@code clusterset.local:53}
     * @param bind addresses to bind; none: all
     */
    public String coreDnsBlock(String keys, List<String> bind) {
        return """
                %s {
                    errors
                %s    %s
                }
                """.formatted(keys, bind.isEmpty() ? "" : "    bind " + String.join(" ", bind) + "\n", forward());
    }

    /** The configuration for one kind of server; ends with a line break. */
    public String text(Forwarder forwarder) {
        return switch (forwarder) {
            case COREDNS -> coreDns();
            case NODELOCAL -> nodeLocal();
            case KUBE_DNS -> kubeDns();
            case SYSTEMD_RESOLVED -> ResolvedUnit.text(zone, responders);
            case UNBOUND -> unbound();
            case BIND -> bind();
            case DNSMASQ -> dnsmasq();
            case CONSUL -> consul();
        };
    }

    private String coreDns() {
        return """
                # Append to the Corefile (in Kubernetes: ConfigMap coredns in kube-system).
                # There is no cache here on purpose: changes are seen at once.
                %s""".formatted(coreDnsBlock(zone + ":53", List.of()));
    }

    private String nodeLocal() {
        return """
                # Append to the Corefile in ConfigMap node-local-dns in kube-system; after "bind" the same addresses as in its other
                # blocks. Names that no block has go to the servers of the node, not to CoreDNS.
                %s""".formatted(coreDnsBlock(zone + ":53", List.of("169.254.20.10")));
    }

    private String forward() {
        return "forward . " + join(" ", ForwardingConfig::withColon) + (several() ? several(readTimeout) : "");
    }

    /** One that refuses or is away is out after the first question that it did not answer, and tried again in the background. */
    private static String several(String readTimeout) {
        String wait = readTimeout.isEmpty() ? SILENCE : "read_timeout " + readTimeout + "\n";
        return " {\n" + ("max_fails 1\n" + wait).indent(8) + "    }";
    }

    private String kubeDns() {
        return """
                # Merge into ConfigMap kube-dns in kube-system.
                apiVersion: v1
                kind: ConfigMap
                metadata:
                  name: kube-dns
                  namespace: kube-system
                data:
                  stubDomains: |
                    {"%s": [%s]}
                """.formatted(zone, join(", ", (host, port) -> '"' + withColon(host, port) + '"'));
    }

    private String unbound() {
        boolean loopback = responders.stream().anyMatch(r -> r.getAddress().isLoopbackAddress());
        return """
                # /etc/unbound/unbound.conf.d/%s.conf, then: unbound-control reload
                server:
                    domain-insecure: "%s"
                    private-domain: "%s"
                %sstub-zone:
                    name: "%s"
                %s
                """.formatted(
                        zone,
                        zone,
                        zone,
                        loopback ? "    do-not-query-localhost: no\n" : "",
                        zone,
                        join("\n", (host, port) -> "    stub-addr: " + host + "@" + port));
    }

    private String bind() {
        return """
                # /etc/bind/%s.conf, with a line include "/etc/bind/%s.conf"; in named.conf, then: rndc reconfig
                # The zone is not signed for others: options of named.conf also need
                #     validate-except { "%s"; };
                zone "%s" {
                    type forward;
                    forward only;
                    forwarders { %s };
                };
                """.formatted(zone, zone, zone, zone, join(" ", (host, port) -> host + " port " + port + ";"));
    }

    private String dnsmasq() {
        return """
                # /etc/dnsmasq.d/%s.conf, then restart dnsmasq
                %s
                rebind-domain-ok=/%s/
                %s""".formatted(
                        zone,
                        join("\n", (host, port) -> "server=/" + zone + "/" + host + "#" + port),
                        zone,
                        several() ? DNSMASQ_SEVERAL : "");
    }

    private String consul() {
        return """
                # Agent configuration. Consul asks recursors in turn and has no zones: put Hanse before all others, it
                # refuses what is not its own and Consul goes on to the next. Add your own recursors behind it.
                recursors = [%s]
                """.formatted(join(", ", (host, port) -> '"' + withColon(host, port) + '"'));
    }

    private static String withColon(String host, Integer port) {
        return port == 53 ? host : HostPort.format(host, port);
    }

    private boolean several() {
        return responders.size() > 1;
    }

    private String join(String separator, BiFunction<String, Integer, String> form) {
        return responders.stream().map(r -> form.apply(host(r), r.getPort())).collect(Collectors.joining(separator));
    }

    private static String host(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        int scope = address.getAddress() instanceof Inet6Address ? host.indexOf('%') : -1;
        return scope < 0 ? host : host.substring(0, scope);
    }
}
