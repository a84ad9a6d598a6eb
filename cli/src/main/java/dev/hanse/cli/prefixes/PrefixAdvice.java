// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.prefixes;

/** What to do where prefixes are not found, for every verb that looks for them. */
public final class PrefixAdvice {

    /** Where the range may be taken from. */
    public static final String SAY_IT =
            "set podPrefixes (pod-prefixes of gateway.yaml) yourself, to the range that all nodes have theirs from: --cluster-cidr of kube-controller-manager, or that of the network plugin";

    /** Where something may not be read. */
    public static final String GRANT =
            "ask with the rights of an administrator; for the gateways' service account: --set kubernetes.findPrefixes=true, or kubectl apply -f deploy/kubernetes/prefixes-role.yaml";

    private PrefixAdvice() {}
}
