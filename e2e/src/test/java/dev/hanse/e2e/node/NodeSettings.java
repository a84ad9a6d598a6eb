// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

/**
 * What differs among clusters of real nodes.
 *
 * @param proxyMode of kube-proxy
 * @param masquerade whether the CNI gives what leaves a node's pods the node's address
 */
public record NodeSettings(ProxyMode proxyMode, boolean masquerade) {

    /** How kube-proxy does it. */
    public enum ProxyMode {
        /** By rules of nftables. */
        NFTABLES,
        /** By rules of iptables. */
        IPTABLES;

        /** The one that this is not. */
        ProxyMode other() {
            return this == NFTABLES ? IPTABLES : NFTABLES;
        }
    }

    /** kube-proxy by nftables, pods' addresses kept. */
    public static final NodeSettings PLAIN = new NodeSettings(ProxyMode.NFTABLES, false);
}
