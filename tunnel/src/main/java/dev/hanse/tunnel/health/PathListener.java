// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.health;

/** Hears when the path to a peer goes up or down. */
@FunctionalInterface
public interface PathListener {

    /** Called on the tunnel's control event loop; must return quickly. */
    void onPath(PathState state);
}
