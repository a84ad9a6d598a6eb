// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.rpc.ControlLoop;
import dev.hanse.controlplane.views.ViewChange;
import dev.hanse.controlplane.views.Views;

/** Fetches what a gateway has not seen. Thread-safe: it reads on the control loop. */
final class OutboundView {

    /**
     * Memory that kept items may take, even those that are gone from the views: a twelfth of the launcher's heap. Encoded they are 4 MiB at most, which is more than what changes
     * while the slowest stream takes its turn.
     */
    private static final long KEPT_OCTETS = 32 << 20;

    private final ControlLoop loop;
    private final Views views;
    private final EncodedItems items = new EncodedItems(KEPT_OCTETS);

    OutboundView(ControlLoop loop, Views views) {
        this.loop = loop;
        this.views = views;
    }

    void fetch(GatewayStream stream) {
        ViewChange change = loop.call(() -> views.since(stream.gateway(), stream.sent()));
        stream.fetched(change.position(), new ViewDeltas(change, items));
    }
}
