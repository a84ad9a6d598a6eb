// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.corefile;

import java.util.Locale;
import java.util.Optional;

/**
 * What a server block of plain DNS is for.
 *
 * @param zone in lower case, without a final dot; of the root {@code .}
 * @param port as it is written; empty: CoreDNS's own
 */
record ServerKey(String zone, String port) {

    private static final String DNS = "dns://";

    /** Empty: another protocol, or no name. */
    static Optional<ServerKey> parse(String text) {
        String key = text.toLowerCase(Locale.ROOT);
        if (key.startsWith(DNS)) {
            key = key.substring(DNS.length());
        }
        if (key.isEmpty() || key.contains("://")) {
            return Optional.empty();
        }
        int colon = key.lastIndexOf(':');
        boolean hasPort = colon > 0 && key.substring(colon + 1).matches("[0-9]{1,5}");
        String name = hasPort ? key.substring(0, colon) : key;
        return Optional.of(new ServerKey(withoutDot(name), hasPort ? key.substring(colon + 1) : ""));
    }

    private static String withoutDot(String name) {
        return name.length() > 1 && name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    boolean isRoot() {
        return zone.equals(".");
    }

    /** The key of another zone on the same port. */
    String with(String other) {
        return port.isEmpty() ? other : other + ":" + port;
    }
}
