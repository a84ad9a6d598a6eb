// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.failover;

/**
 * When one gateway went and came back, by the wall clock in milliseconds.
 *
 * @param gateway its name
 * @param gone it was killed, or the order to stop was given
 * @param returns it is started again, or its drain ended
 * @param over all is as before
 */
record FailoverRound(String gateway, long gone, long returns, long over) {

    /** Of a round in which nothing happened. */
    static final String NOBODY = "nobody";

    boolean isQuiet() {
        return gateway.equals(NOBODY);
    }
}
