// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.model.ServiceName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What imports are called in Consul, whose names are one label: {@code NAME--NAMESPACE}. Neither part begins or ends with a dash, so only a part with two dashes in a row could make two services
 * one; such names, and those that are too long or read as an encoded one ({@code xn--}), are cut and end with a hash, after a single dash.
 */
final class ImportNames {

    private static final int LONGEST = 63;
    private static final String BETWEEN = "--";
    private static final String ENCODED = "xn--";
    private static final int HASH_OCTETS = 6;
    private static final int HASH_DIGITS = 2 * HASH_OCTETS;

    private final String prefix;

    /** @param prefix of all names; may be empty */
    ImportNames(String prefix) {
        this.prefix = prefix;
    }

    String of(ServiceName service) {
        String plain = prefix + service.name() + BETWEEN + service.namespace();
        boolean clear = !service.name().contains(BETWEEN)
                && !service.namespace().contains(BETWEEN)
                && plain.length() <= LONGEST
                && !plain.startsWith(ENCODED);
        return clear ? plain : hashed(service);
    }

    /** Without two dashes in a row, so that it is none of the others. */
    private String hashed(ServiceName service) {
        String start = (prefix + service.name()).replaceAll("-+", "-");
        int room = LONGEST - HASH_DIGITS - 1;
        String cut = start.substring(0, Math.min(room, start.length())).replaceAll("-$", "");
        return cut + "-" + hash(service.toString());
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
