// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import java.time.Instant;

/**
 * The link at one moment.
 *
 * @param state where it stands
 * @param since when the state last changed between up and not up
 * @param address the address in use or tried last; empty: none yet
 * @param reason why it is not up; empty while it is
 * @param lastHeard when the control plane was last heard; {@link Instant#EPOCH}: never since the process started
 * @param connects streams that reached Welcome
 * @param unansweredExports export deltas on their way
 */
public record LinkStatus(
        LinkState state,
        Instant since,
        String address,
        String reason,
        Instant lastHeard,
        long connects,
        int unansweredExports) {}
