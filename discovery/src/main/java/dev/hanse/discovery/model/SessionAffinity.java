// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/** Which endpoint a client is sent to on later connections. */
public enum SessionAffinity {
    NONE,
    CLIENT_IP
}
