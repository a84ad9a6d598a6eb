// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

/** How a stream ends. */
sealed interface StreamEnd {

    /** The gateway is done. */
    record Completed() implements StreamEnd {}

    /** The gateway or the connection is gone; nobody can be told anything. */
    record Gone(String why) implements StreamEnd {}

    /** This side ends it. */
    record Failed(RuntimeException cause) implements StreamEnd {}
}
