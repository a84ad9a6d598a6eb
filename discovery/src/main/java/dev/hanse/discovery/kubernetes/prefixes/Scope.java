// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

/** For what a prefix is given. */
public enum Scope {
    /** For the whole cluster, with the nodes that will come. */
    CLUSTER,
    /** For one node. */
    NODE,
    /** For something else, which only often is the same. */
    HINT
}
