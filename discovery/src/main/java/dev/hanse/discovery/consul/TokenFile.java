// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** Reads the ACL token, which then goes into a request header and nowhere else: no message here shows content. */
final class TokenFile {

    private static final int MAX_BYTES = 1024;
    private static final Pattern TOKEN = Pattern.compile("[!-~]+");

    private TokenFile() {}

    static String read(Path file) throws ConsulException {
        try (InputStream in = Files.newInputStream(file)) {
            String token = new String(in.readNBytes(MAX_BYTES), StandardCharsets.US_ASCII).strip();
            if (!TOKEN.matcher(token).matches()) {
                throw new IOException("expected: one line with a token");
            }
            return token;
        } catch (IOException e) {
            throw new ConsulException("Consul token file " + file + " cannot be read: " + e, e);
        }
    }
}
