// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The real Helm on a host of a cluster, as a user that may do everything there; in the namespace {@code hanse}. */
public final class Helm {

    private static final Path CHARTS = Distribution.repository().resolve("deploy/helm");

    private final TestHost host;
    private final Path kubeconfig;
    private final Path home;

    /**
     * One that has no memory of its own.
     *
     * @param kubeconfig the user's
     * @param home an empty folder for its caches
     */
    public Helm(TestHost host, Path kubeconfig, Path home) {
        this.host = host;
        this.kubeconfig = kubeconfig;
        this.home = home;
    }

    /** Where a chart is. */
    public static Path chart(String name) {
        return CHARTS.resolve(name);
    }

    /** A file of values that a chart ships for tests. */
    static Path values(String chart, String name) {
        return chart(chart).resolve("ci").resolve(name + "-values.yaml");
    }

    /** Runs it, whatever comes of it. */
    public CommandResult run(String... words) {
        List<String> command = new ArrayList<>(List.of(
                "env",
                "KUBECONFIG=" + kubeconfig,
                "HELM_CACHE_HOME=" + home.resolve("cache"),
                "HELM_CONFIG_HOME=" + home.resolve("config"),
                "HELM_DATA_HOME=" + home.resolve("data"),
                "HELM_NAMESPACE=hanse",
                "helm"));
        Collections.addAll(command, words);
        return host.run(command.toArray(String[]::new));
    }

    /** The objects of a chart with the values that it ships, and others over them. */
    String template(String chart, String values, String... options) {
        List<String> words = new ArrayList<>(List.of(
                "template",
                chart,
                chart(chart).toString(),
                "--values",
                values(chart, values).toString()));
        Collections.addAll(words, options);
        return run(words.toArray(String[]::new)).orFail().output();
    }
}
