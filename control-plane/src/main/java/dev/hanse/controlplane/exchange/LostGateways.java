// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.views.Views;
import java.time.InstantSource;

/** Sees to it that what gateways said ends some time after they were lost. Owned by the control loop. */
public final class LostGateways {

    private final MemberExports exports;
    private final Views views;
    private final InstantSource clock;

    /** For these exports and what is seen of them. */
    public LostGateways(MemberExports exports, Views views, InstantSource clock) {
        this.exports = exports;
        this.views = views;
        this.clock = clock;
    }

    /** Called about once a second. */
    public void run() {
        views.update(exports.dropLost(clock.instant()));
    }
}
