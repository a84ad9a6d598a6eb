// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.dns.forward.Forwarder;
import dev.hanse.discovery.dns.forward.ForwardingCheck;
import dev.hanse.discovery.dns.forward.ForwardingConfig;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hanse dns-config}. */
@Command(
        name = "dns-config",
        description = {
            "Prints what to put into the configuration of other DNS servers, so that they ask the gateways about the zone.",
            "With --check it proves from this host that they do, and fails with what to do when not.",
            "With --apply it puts the block into the ConfigMap of a cluster's CoreDNS, and with --remove it takes it out again."
        })
public final class DnsConfigCommand implements Callable<Integer> {

    private static final Duration LIMIT = Duration.ofSeconds(4);

    /** What JSON says: one text for each server. */
    record Snippet(String server, String text) {}

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "SERVER",
            converter = ForwarderName.class,
            completionCandidates = ForwarderName.Candidates.class,
            description = "The kind of DNS server: ${COMPLETION-CANDIDATES}; default: all.")
    private @Nullable Forwarder server;

    @Option(
            names = "--gateway",
            paramLabel = "ADDRESS[:PORT]",
            split = ",",
            converter = DnsAddress.class,
            description = "Where a gateway answers DNS, once for each; default port: 53. With --check it is asked too.")
    private List<InetSocketAddress> gateways = new ArrayList<>();

    @Option(
            names = "--zone",
            paramLabel = "ZONE",
            converter = ZoneName.class,
            description =
                    "The zone of the cluster set, dns.zone of gateway.yaml; default: " + DnsConfig.DEFAULT_ZONE + ".")
    private String zone = DnsConfig.DEFAULT_ZONE;

    @Option(names = "--check", description = "Ask the DNS servers of this host about the zone instead of printing.")
    private boolean check;

    @Option(
            names = "--resolver",
            paramLabel = "ADDRESS[:PORT]",
            split = ",",
            converter = DnsAddress.class,
            description = "A DNS server to check; default: those of /etc/resolv.conf.")
    private List<InetSocketAddress> resolvers = new ArrayList<>();

    @Option(
            names = "--read-timeout",
            paramLabel = "TIME",
            converter = ReadTimeout.class,
            description =
                    "After which time without an answer CoreDNS asks the next gateway, as 500ms; only where it knows read_timeout.")
    private String readTimeout = "";

    @Mixin
    private ClusterDnsOptions cluster = new ClusterDnsOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public DnsConfigCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (!cluster.actions().isEmpty()) {
            act(cluster.actions());
        } else if (check) {
            new ZoneCheck(new ForwardingCheck(LIMIT, new SecureRandom()), zone)
                    .run(gateways, resolvers, output.printer(console));
        } else {
            print();
        }
        return ExitCode.OK;
    }

    private void act(Set<ClusterDnsOptions.Action> actions) {
        refuse(actions.size() > 1, "--apply, --remove, --status and --multicluster go one at a time");
        refuse(
                check || !resolvers.isEmpty(),
                "--check and --resolver ask DNS servers, and go with none of --apply, --remove, --status, --multicluster");
        Forwarder kind = server == null ? Forwarder.COREDNS : server;
        refuse(
                kind != Forwarder.COREDNS && kind != Forwarder.NODELOCAL,
                kind.text()
                        + " has no Corefile: --apply, --remove, --status and --multicluster go with coredns and nodelocal");
        new ClusterDnsVerb(cluster, console, output.printer(console), zone)
                .run(actions.iterator().next(), kind, this::config);
    }

    private void refuse(boolean wrong, String message) {
        if (wrong) {
            throw new ParameterException(spec.commandLine(), message);
        }
    }

    private void print() {
        refuse(!resolvers.isEmpty(), "--resolver goes with --check only");
        refuse(
                cluster.isAboutACluster(),
                "--config-map, --custom-config-map and --dry-run go with --apply, --remove or --status");
        ForwardingConfig config = config();
        List<Snippet> snippets = (server == null ? Stream.of(Forwarder.values()) : Stream.of(server))
                .map(kind -> new Snippet(kind.text(), config.text(kind)))
                .toList();
        output.printer(console).one(snippets, out -> print(out, snippets));
    }

    private ForwardingConfig config() {
        refuse(gateways.isEmpty(), "Missing option: '--gateway=ADDRESS[:PORT]'");
        try {
            return new ForwardingConfig(zone, gateways, readTimeout);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--gateway: " + e.getMessage(), e);
        }
    }

    /** One text alone is what goes into the file; of several, each says in its first line where it goes. */
    private static void print(PrintWriter out, List<Snippet> snippets) {
        for (int i = 0; i < snippets.size(); i++) {
            out.print((i == 0 ? "" : "\n") + snippets.get(i).text());
        }
    }
}
