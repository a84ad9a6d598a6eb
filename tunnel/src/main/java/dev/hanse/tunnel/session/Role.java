// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

/** Who opened the handshake that made a keypair. */
public enum Role {
    /** We did; may send under the keypair at once and is in charge of replacing it. */
    INITIATOR,
    /** The peer did; may send only after a first frame under the keypair has arrived. */
    RESPONDER
}
