// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import java.util.Set;

/** Who gives pods their addresses: what others say about prefixes is not what pods have. */
enum Assigner {
    /** From pools of its own, whatever Nodes say. */
    CALICO("pods have addresses of Calico's IPPools", Set.of(Origin.CALICO), Set.of()),
    /** From pools of its own, of which each node has a part. */
    CILIUM("pods have addresses of Cilium's own pool", Set.of(Origin.CILIUM), Set.of(Origin.CILIUM_NODES)),
    /** The plugin on each node, from what Kubernetes gave the node. */
    NODE("pods have addresses of their Node's podCIDRs", Set.of(Origin.FLANNEL, Origin.KUBEADM), Set.of(Origin.NODES));

    private final String text;
    private final Set<Origin> wide;
    private final Set<Origin> perNode;

    Assigner(String text, Set<Origin> wide, Set<Origin> perNode) {
        this.text = text;
        this.wide = wide;
        this.perNode = perNode;
    }

    /** For people. */
    String text() {
        return text;
    }

    /** Where the ranges of the whole cluster stand. */
    Set<Origin> wide() {
        return wide;
    }

    /** Where those of each node stand. */
    Set<Origin> perNode() {
        return perNode;
    }
}
