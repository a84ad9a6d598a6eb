// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.kubernetes.ApiCall;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Printer;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ApiServer;

/** How CoreDNS's own plugin answers the zone from ServiceImports. It reads one version of them, and without that one the plugin never becomes ready: not even for the cluster's own names. */
final class MulticlusterText {

    private static final String VERSION = "/apis/multicluster.x-k8s.io/v1alpha1";
    private static final String LABEL = "serviceimports.multicluster.x-k8s.io";

    private final String zone;

    /** What JSON says. */
    record Text(String version, String text) {}

    MulticlusterText(String zone) {
        this.zone = zone;
    }

    /** @throws CommandFailure if the version is not served */
    void print(ApiServer api, Printer printer) {
        if (!ApiCall.answer(() -> new ApiReads(api).isServed(LABEL, VERSION, "serviceimports"))) {
            throw new CommandFailure(
                    LABEL
                            + " are not served as v1alpha1, which is what CoreDNS reads: with its option multicluster the plugin"
                            + " kubernetes would never become ready, and the cluster would send its pods no questions",
                    "forward the zone to the gateways instead, or have the definition serve v1alpha1 too, as deploy/kubernetes/crds.yaml does");
        }
        printer.one(new Text("v1alpha1", text()), out -> out.print(text()));
    }

    private String text() {
        return """
                # The cluster serves what CoreDNS reads. In the Corefile: the zone behind the cluster's own in the line of the plugin
                # "kubernetes", and the option in its block. A block of its own for the zone must not be there: it would answer first.
                kubernetes cluster.local %s in-addr.arpa ip6.arpa {
                    multicluster %s
                }
                # Before that, one more rule in ClusterRole system:coredns:
                # - apiGroups: [multicluster.x-k8s.io]
                #   resources: [serviceimports]
                #   verbs: [list, watch]
                """.formatted(zone, zone);
    }
}
