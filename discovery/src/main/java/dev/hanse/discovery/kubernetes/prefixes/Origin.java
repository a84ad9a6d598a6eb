// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

/** Where prefixes are looked for. */
public enum Origin {
    /** What the gateways of the cluster are configured with, by the chart. */
    CONFIGURATION("gateways' configuration"),
    /** Calico's IPPools, of {@code crd.projectcalico.org} or {@code projectcalico.org}. */
    CALICO("Calico's IPPools"),
    /** The configuration of Cilium's agents. */
    CILIUM("Cilium's configuration"),
    /** What Cilium's operator has given each node. */
    CILIUM_NODES("CiliumNodes"),
    /** The configuration of flannel. */
    FLANNEL("flannel's configuration"),
    /** What the cluster was made with by kubeadm. */
    KUBEADM("kubeadm's configuration"),
    /** {@code spec.podCIDRs} of Nodes. */
    NODES("Nodes"),
    /** The API server's own ranges; from Kubernetes 1.31 on. */
    SERVICE_CIDRS("ServiceCIDRs");

    private final String text;

    Origin(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }
}
