// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.prefixes;

import dev.hanse.cli.kubernetes.ApiCall;
import dev.hanse.cli.kubernetes.ApiOptions;
import dev.hanse.cli.kubernetes.ObjectNameText;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OutputOptions;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.prefixes.Choice;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.discovery.kubernetes.prefixes.PrefixFinder;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code hanse prefixes}. */
@Command(
        name = "prefixes",
        description = {
            "Finds the prefixes of a Kubernetes cluster's pods and Services, in Nodes, kubeadm's configuration, ServiceCIDRs and those of Calico, Cilium and flannel, and says where each one is from."
                    + " Changes and registers nothing.",
            "What the gateways are configured with counts before what is found. Ends with status 1 if nobody can say which addresses pods have."
        })
public final class PrefixesCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = "--values",
            description =
                    "Print values for the chart of the gateways, for 'helm install --values -'; all else goes to standard error.")
    private boolean values;

    @Option(
            names = "--as-found",
            description = "Leave out what the gateways are configured with, as if they were not there yet.")
    private boolean asFound;

    @Option(
            names = "--config-map",
            paramLabel = "NAMESPACE/NAME",
            converter = ObjectNameText.class,
            description = "That of the gateways; default: hanse/hanse-gateway.")
    private ObjectName configMap = new ObjectName("hanse", "hanse-gateway");

    @Mixin
    private ApiOptions api = new ApiOptions();

    @Mixin
    private OutputOptions output = new OutputOptions();

    /** The verb for one console. */
    public PrefixesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ApiServer server = api.access(console.environment()).open()) {
            PrefixFinder finder = new PrefixFinder(server);
            show(ApiCall.answer(() -> find(finder)));
        }
        return ExitCode.OK;
    }

    private ClusterNetworks find(PrefixFinder finder) throws ApiException, InterruptedException {
        ClusterNetworks found = finder.find();
        return asFound ? found : found.with(finder.configuration(configMap));
    }

    private void show(ClusterNetworks found) {
        Choice pods = Choice.ofPods(found);
        Choice services = Choice.ofServices(found);
        Shown shown = Shown.of(found, pods, services);
        if (values) {
            shown.print(console.err());
            console.err().flush();
        } else {
            output.printer(console).one(shown, shown::print);
        }
        requireSaid(found, shown);
        if (values) {
            shown.printValues(console.out());
        }
    }

    private static void requireSaid(ClusterNetworks found, Shown shown) {
        if (!shown.problems().isEmpty()) {
            throw new CommandFailure(
                    String.join("; ", shown.problems()),
                    found.unknown().isEmpty() ? PrefixAdvice.SAY_IT : PrefixAdvice.GRANT);
        }
    }
}
