// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import dev.hanse.cli.output.Console;
import dev.hanse.discovery.model.DnsLabel;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/** {@code hanse install}. */
@Command(
        name = "install",
        description = {
            "Prints the objects that install Hanse in a Kubernetes cluster, for kubectl, where there is no Helm: those that its charts have for the same"
                    + " values. Asks no server and changes nothing.",
            "As: hanse install --print --set cluster=east --set 'podPrefixes={10.10.0.0/16}' | kubectl apply --server-side -f -"
        })
public final class InstallCommand implements Runnable {

    private static final String NAMESPACE = """
            ---
            apiVersion: v1
            kind: Namespace
            metadata:
              name: __namespace__
            """;

    private final Console console;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Parameters(
            arity = "0..1",
            paramLabel = "PART",
            completionCandidates = Part.Words.class,
            description =
                    "What: gateway, with hanse node where --set nodes.enabled=true, or control-plane; default: ${DEFAULT-VALUE}.")
    private String part = Part.GATEWAY.word();

    @Option(
            names = "--print",
            description = "Print the objects as YAML. Nothing else is done yet, so it has to be said.")
    private boolean print;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "A value of the chart, as cluster=east, nodes.enabled=true or 'podPrefixes={10.10.0.0/16,fd00:10::/56}'.")
    private List<String> set = List.of();

    @Option(
            names = "--values",
            paramLabel = "FILE",
            description =
                    "Values of the chart, YAML; \"-\" reads standard input, as from 'hanse prefixes --values'. --set counts before it.")
    private List<String> files = List.of();

    @Option(names = "--namespace", paramLabel = "NAMESPACE", description = "Where they go; default: ${DEFAULT-VALUE}.")
    private String namespace = "hanse";

    @Option(
            names = "--create-namespace",
            description = "Print the namespace, too. Whoever deletes by that text deletes all that is in it.")
    private boolean createNamespace;

    /** The verb for one console. */
    public InstallCommand(Console console) {
        this.console = console;
    }

    @Override
    public void run() {
        try {
            print(Part.of(part));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private void print(Part wanted) {
        DnsLabel.require("--namespace", namespace);
        requirePrint(wanted);
        Chart chart = new Chart(wanted.chart());
        Printed printed = chart.printed();
        Values values = new Given(chart, said(chart.schema())).checked(printed.settable());
        Values all = values.with(Map.of(Chart.NAMESPACE, namespace));
        String objects = printed.objects(all);
        if (createNamespace) {
            console.out().print(new Marks(all).fill(NAMESPACE));
        }
        if (Given.hasDefinitions(values)) {
            console.out().print("---\n" + Chart.definitions());
        }
        console.out().print(objects);
        console.out().flush();
    }

    private void requirePrint(Part wanted) {
        if (!print) {
            throw new IllegalArgumentException("nothing is installed: it only prints (expected: hanse install "
                    + wanted.word() + " --print … | kubectl apply --server-side -f -, or helm install)");
        }
    }

    private Values said(JsonNode schema) {
        Values said = new Values(Map.of());
        for (String each : files) {
            said = said.with(ValuesFile.read(each));
        }
        for (String each : set) {
            said = said.with(SetText.read(each, schema));
        }
        return said;
    }
}
