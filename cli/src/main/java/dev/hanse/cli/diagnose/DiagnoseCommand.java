// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.kubernetes.ApiOptions;
import dev.hanse.cli.kubernetes.ObjectNameText;
import dev.hanse.cli.kubernetes.ServerUrl;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.dns.DnsConfig;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import dev.hanse.discovery.kubernetes.lease.LeaseAtRest;
import dev.hanse.discovery.kubernetes.prefixes.PrefixFinder;
import java.net.URI;
import java.util.ArrayList;
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

/** {@code hanse diagnose}. */
@Command(
        name = "diagnose",
        description = {
            "Looks for what keeps names of other clusters from being answered and packets from arriving, and says what to do: at the gateway on this host, and at the"
                    + " Kubernetes cluster. Changes nothing.",
            "Ends with status 1 if something does not work or could not be looked at."
        })
public final class DiagnoseCommand implements Callable<Integer> {

    private static final URI LOCAL_GATEWAY = URI.create("http://127.0.0.1:9481");

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--gateway",
            paramLabel = "URL",
            converter = ServerUrl.class,
            description = "status-listen of the gateway; default: http://127.0.0.1:9481, where one is there.")
    private @Nullable URI gateway;

    @Option(names = "--no-kubernetes", description = "Do not look at a Kubernetes cluster.")
    private boolean noKubernetes;

    @Option(
            names = "--read-only",
            description =
                    "Gateways write no imports here (sources.kubernetes.write-imports is not set): they need no rights to.")
    private boolean readOnly;

    @Option(
            names = "--service-account",
            paramLabel = "NAMESPACE/NAME",
            converter = ObjectNameText.class,
            description = "That of the gateways; default: hanse/hanse.")
    private ObjectName account = new ObjectName("hanse", "hanse");

    @Option(names = "--zone", paramLabel = "ZONE", description = "dns.zone of gateway.yaml; default: ${DEFAULT-VALUE}.")
    private String zone = DnsConfig.DEFAULT_ZONE;

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public DiagnoseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        checkZone();
        List<Check> checks = new ArrayList<>();
        URI address = gateway == null ? LOCAL_GATEWAY : gateway;
        checks.add(new GatewayCheck(new StatusPage(address), gateway != null, GatewayParts.all(console.clock())));
        if (noKubernetes) {
            new Checkup(checks).run(output.printer(console));
            return ExitCode.OK;
        }
        try (ApiServer server = api.access(console.environment()).open()) {
            checks.addAll(ofCluster(server, new StatusPage(address)));
            new Checkup(checks).run(output.printer(console));
        }
        return ExitCode.OK;
    }

    private List<Check> ofCluster(ApiServer server, StatusPage page) {
        ApiReads reads = new ApiReads(server);
        ConfigMaps maps = new ConfigMaps(server);
        ShippedRole role = ShippedRole.read();
        return List.of(
                new VersionCheck(reads),
                new DefinitionsCheck(reads),
                new RoleCheck(server, account, (readOnly ? role.toRead() : role.all()).toList()),
                new WriterCheck(new LeaseAtRest(server, account.namespace())),
                new DnsCheck(maps, new ObjectName("kube-system", "coredns"), "coredns", true, zone),
                new DnsCheck(maps, new ObjectName("kube-system", "node-local-dns"), "nodelocal", false, zone),
                new NetworkPluginCheck(maps, reads),
                new PrefixCheck(new PrefixFinder(server), new ObjectName(account.namespace(), "hanse-gateway"), page));
    }

    private void checkZone() {
        try {
            DnsConfig.requireZone(zone);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }
}
