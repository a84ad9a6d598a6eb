// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

/** Why a handshake frame was dropped. */
public enum HandshakeDrop {
    /** Wrong length or type, unknown suite, or a reserved octet set. */
    MALFORMED,
    /** mac1 is wrong: the sender does not know our public key. */
    MAC1,
    /** Too many handshakes, overall or from this source. */
    RATE,
    /** Under load and without a valid cookie; a cookie reply was sent. */
    COOKIE,
    /** The static key in it belongs to no peer. */
    UNKNOWN_PEER,
    /** It does not open with the keys of whom it claims to be from. */
    FORGED,
    /** An initiation that was seen before, or that comes too soon after the last. */
    REPLAYED,
    /** The receiver index belongs to no handshake under way. */
    UNKNOWN_INDEX
}
