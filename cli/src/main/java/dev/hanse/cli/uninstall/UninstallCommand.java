// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.uninstall;

import dev.hanse.cli.coredns.ClusterDns;
import dev.hanse.cli.kubernetes.ApiOptions;
import dev.hanse.cli.kubernetes.ObjectNameText;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import dev.hanse.discovery.kubernetes.lease.LeaseAtRest;
import dev.hanse.discovery.kubernetes.write.Leftovers;
import dev.hanse.discovery.model.DnsLabel;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code hanse uninstall}. */
@Command(
        name = "uninstall",
        description = {
            "Takes away what gateways wrote into a Kubernetes cluster, without asking: first the zone in the Corefile, then EndpointSlices,"
                    + " Services and ServiceImports, conditions of ServiceExports, ClusterProperties, and the Lease.",
            "Definitions, ServiceExports, and whatever is not marked as Hanse's stay."
        })
public final class UninstallCommand implements Callable<Integer> {

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--dry-run", description = "Say what would go, and change nothing.")
    private boolean dryRun;

    @Option(
            names = "--force",
            description = "Begin although a gateway writes, which makes everything again unless it ends meanwhile.")
    private boolean force;

    @Option(
            names = "--per-second",
            paramLabel = "COUNT",
            description = "How many objects go in a second at most, 1 to 1000; default: ${DEFAULT-VALUE}.")
    private int perSecond = 50;

    @Option(
            names = "--lease-namespace",
            paramLabel = "NAMESPACE",
            description = "sources.kubernetes.lease-namespace of gateway.yaml; default: ${DEFAULT-VALUE}.")
    private String leaseNamespace = KubernetesConfig.DEFAULT_LEASE_NAMESPACE;

    @Option(
            names = "--config-map",
            paramLabel = "NAMESPACE/NAME",
            split = ",",
            converter = ObjectNameText.class,
            description = "ConfigMaps with a Corefile; default: kube-system/coredns and kube-system/node-local-dns.")
    private List<ObjectName> configMaps =
            List.of(new ObjectName("kube-system", "coredns"), new ObjectName("kube-system", "node-local-dns"));

    @Option(
            names = "--custom-config-map",
            paramLabel = "NAMESPACE/NAME",
            converter = ObjectNameText.class,
            description = "ConfigMap whose files the Corefile imports; default: NAME-custom beside each ConfigMap.")
    private @Nullable ObjectName customConfigMap;

    @Option(names = "--zone", paramLabel = "ZONE", description = "dns.zone of gateway.yaml; default: ${DEFAULT-VALUE}.")
    private String zone = DnsConfig.DEFAULT_ZONE;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public UninstallCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        check();
        try (ApiServer server = api.access(console.environment()).open()) {
            List<ClusterDns> dns =
                    configMaps.stream().map(name -> dns(server, name)).toList();
            new Uninstall(dns, new Leftovers(server), new LeaseAtRest(server, leaseNamespace), new Pace(perSecond))
                    .run(dryRun, force, output.printer(console));
        }
        return ExitCode.OK;
    }

    private ClusterDns dns(ApiServer server, ObjectName name) {
        ObjectName custom = customConfigMap != null ? customConfigMap : ClusterDns.customOf(name);
        return new ClusterDns(new ConfigMaps(server), name, custom, zone, dryRun);
    }

    private void check() {
        if (perSecond < 1 || perSecond > 1000) {
            throw new ParameterException(spec.commandLine(), "--per-second: " + perSecond + " (expected: 1 to 1000)");
        }
        try {
            DnsConfig.requireZone(zone);
            DnsLabel.require("--lease-namespace", leaseNamespace);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
