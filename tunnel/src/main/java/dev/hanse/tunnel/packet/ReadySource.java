// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.packet;

import java.util.OptionalInt;

/** Something a data worker waits for. */
public interface ReadySource {

    /** The file descriptor to watch; empty: the source calls by itself, see {@link #onReady}. */
    OptionalInt descriptor();

    /**
     * Sets what to call on the worker's event loop when there is something to read, and again as long as there is. Ignored by sources
     * with a descriptor. Called once, on that event loop.
     */
    void onReady(Runnable handler);
}
