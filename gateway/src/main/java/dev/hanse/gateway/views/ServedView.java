// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.model.ClusterId;
import java.util.Set;

/**
 * What is to be served at one moment. Immutable.
 *
 * @param content what the control plane said
 * @param unreachable clusters that cannot be reached from here, whatever the control plane says
 */
public record ServedView(ViewContent content, Set<ClusterId> unreachable) {

    /** Copies the set. */
    public ServedView {
        unreachable = Set.copyOf(unreachable);
    }
}
