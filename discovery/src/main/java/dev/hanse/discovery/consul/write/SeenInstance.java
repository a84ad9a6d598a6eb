// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ImportMark;

/**
 * An instance on the node of the imports as it is.
 *
 * @param instance what counts of it
 * @param version index of its last change
 */
record SeenInstance(Instance instance, long version) {

    /** Whether Hanse wrote it; others may register theirs on any node. */
    boolean isOurs() {
        return ImportMark.isIn(instance.meta());
    }
}
