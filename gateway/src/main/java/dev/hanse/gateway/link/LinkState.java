// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

/** Where the link to the control plane stands. */
public enum LinkState {
    /** Not started, or closed. */
    CLOSED,
    /** A stream is being opened; Welcome has not arrived. */
    CONNECTING,
    /** Welcome has arrived and the lease is held. */
    UP,
    /** Waiting before the next attempt. */
    DOWN
}
