// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of slices that follow from what their endpoints have in common, where that does not fit into a label. */
public final class SliceName {

    private static final int DIGEST_OCTETS = 8;

    private SliceName() {}

    /**
     * A name for each text: {@code file-n9f86d081884c7d65}.
     *
     * @param prefix of at most 32 octets
     */
    public static String of(String prefix, String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return prefix + "-n" + HexFormat.of().formatHex(hash, 0, DIGEST_OCTETS);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("SHA-256 belongs to every Java platform", e);
        }
    }
}
