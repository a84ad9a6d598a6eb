// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/** An AEAD for pod packets; every tunnel endpoint has {@link #CHACHA20_POLY1305}. */
public enum PacketCipher {
    CHACHA20_POLY1305,
    AES_256_GCM
}
