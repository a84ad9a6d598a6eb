// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.net.address.IpLiteral;

/** Labels that read as an address whose dots or colons are dashes: what DNS calls an endpoint that has no hostname. As a hostname they may be the name of another endpoint. */
public final class AddressLabel {

    private AddressLabel() {}

    /** Whether the label reads so. */
    public static boolean isOne(String label) {
        return isLiteral(label.replace('-', '.')) || isLiteral(label.replace('-', ':'));
    }

    private static boolean isLiteral(String text) {
        try {
            IpLiteral.parse(text);
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
