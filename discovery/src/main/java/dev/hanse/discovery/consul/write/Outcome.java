// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

/** What became of a transaction. */
sealed interface Outcome {

    /** All of it was done. */
    record Done() implements Outcome {}

    /** Something in it is not as it was seen last; nothing was done. */
    record Stale() implements Outcome {}

    /** Another gateway writes; nothing was done. */
    record LockLost() implements Outcome {}

    /**
     * Consul does not take it; nothing was done.
     *
     * @param why for an operator
     */
    record Refused(String why) implements Outcome {}
}
