// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

/**
 * The lock as it is.
 *
 * @param session that holds it; empty: none
 * @param holder the gateway's name; of one that has let it go while there is no session
 */
record SeenLock(String session, String holder) {

    static final SeenLock FREE = new SeenLock("", "");
}
