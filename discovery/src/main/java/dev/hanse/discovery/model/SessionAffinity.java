// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/** Which endpoint a client is sent to on later connections. */
public enum SessionAffinity {
    NONE,
    CLIENT_IP;

    /**
     * Reads {@code none} or {@code client-ip}.
     *
     * @throws IllegalArgumentException if the text is neither
     */
    public static SessionAffinity parse(String text) {
        return switch (text) {
            case "none" -> NONE;
            case "client-ip" -> CLIENT_IP;
            default -> throw new IllegalArgumentException("\"" + text + "\" (expected: none or client-ip)");
        };
    }
}
