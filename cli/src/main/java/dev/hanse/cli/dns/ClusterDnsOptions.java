// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.coredns.ClusterDns;
import dev.hanse.cli.kubernetes.ApiOptions;
import dev.hanse.cli.kubernetes.ObjectNameText;
import dev.hanse.discovery.dns.forward.Forwarder;
import dev.hanse.discovery.kubernetes.ObjectName;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What to do with the DNS servers of a Kubernetes cluster, instead of printing. */
final class ClusterDnsOptions {

    /** What may be asked for. */
    enum Action {
        APPLY,
        REMOVE,
        STATUS,
        MULTICLUSTER
    }

    @Option(
            names = "--apply",
            description = "Put the block into the cluster's ConfigMap instead, with the rights of whoever types it.")
    private boolean apply;

    @Option(names = "--remove", description = "Take the block out of the cluster's ConfigMap again.")
    private boolean remove;

    @Option(
            names = "--status",
            description =
                    "Say whether the cluster's ConfigMap has the block; fails, with who wrote it last, where not.")
    private boolean status;

    @Option(
            names = "--multicluster",
            description =
                    "Print how CoreDNS answers from the cluster's ServiceImports itself, once the cluster is seen to serve"
                            + " what it reads.")
    private boolean multicluster;

    @Option(
            names = "--config-map",
            paramLabel = "NAMESPACE/NAME",
            converter = ObjectNameText.class,
            description =
                    "The ConfigMap with the Corefile; default: kube-system/coredns, of nodelocal kube-system/node-local-dns.")
    private @Nullable ObjectName configMap;

    @Option(
            names = "--custom-config-map",
            paramLabel = "NAMESPACE/NAME",
            converter = ObjectNameText.class,
            description =
                    "The ConfigMap whose files the Corefile imports, where it does (*.server); default: the name of the other one"
                            + " and '-custom'.")
    private @Nullable ObjectName custom;

    @Option(names = "--dry-run", description = "With --apply or --remove: say what would change, and change nothing.")
    private boolean dryRun;

    @Mixin
    private ApiOptions api = new ApiOptions();

    /** None: nothing is asked of a cluster; one is enough. */
    Set<Action> actions() {
        Set<Action> said = EnumSet.noneOf(Action.class);
        said(apply, Action.APPLY, said);
        said(remove, Action.REMOVE, said);
        said(status, Action.STATUS, said);
        said(multicluster, Action.MULTICLUSTER, said);
        return said;
    }

    private static void said(boolean is, Action action, Set<Action> said) {
        if (is) {
            said.add(action);
        }
    }

    /** Whether something is said that only a cluster understands. */
    boolean isAboutACluster() {
        return dryRun || configMap != null || custom != null;
    }

    boolean dryRun() {
        return dryRun;
    }

    ApiOptions api() {
        return api;
    }

    ObjectName configMap(Forwarder server) {
        return configMap != null
                ? configMap
                : new ObjectName("kube-system", server == Forwarder.NODELOCAL ? "node-local-dns" : "coredns");
    }

    ObjectName custom(Forwarder server) {
        return custom != null ? custom : ClusterDns.customOf(configMap(server));
    }
}
