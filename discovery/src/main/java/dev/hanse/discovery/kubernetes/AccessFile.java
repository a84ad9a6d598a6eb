// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads files with certificates, keys and tokens; no message here shows their content. */
final class AccessFile {

    private static final int MAX_OCTETS = 1 << 20;
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private AccessFile() {}

    static String read(Path file) throws ApiException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_OCTETS), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApiException(Reason.FAILED, "file " + file + " cannot be read: " + e, e);
        }
    }

    /** @throws ApiException if the file does not hold one line of printable ASCII */
    static String token(Path file) throws ApiException {
        return token(file.toString(), read(file));
    }

    static String token(String place, String text) throws ApiException {
        String token = text.strip();
        if (!TOKEN.matcher(token).matches()) {
            throw new ApiException(Reason.FAILED, place + " (expected: one line with a token)");
        }
        return token;
    }
}
