// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;

/**
 * A certificate for 127.0.0.1 that is its own root, and its key, made by keytool.
 *
 * @param keys both, under the alias {@code dns}
 * @param certificate PEM file
 * @param privateKey PEM file in PKCS#8
 */
record PemPair(KeyStore keys, Path certificate, Path privateKey) {

    private static final String PASSWORD = "changeit";

    static PemPair make(Path folder, String name, String algorithm, String... more) throws Exception {
        Path file = folder.resolve(name + ".p12");
        ProcessBuilder keytool = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "dns",
                "-keyalg",
                algorithm,
                "-dname",
                "CN=dns",
                "-ext",
                "san=ip:127.0.0.1",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString());
        keytool.command().addAll(java.util.List.of(more));
        Process process = keytool.redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(printed).isZero();
        KeyStore keys = KeyStore.getInstance(file.toFile(), PASSWORD.toCharArray());
        return new PemPair(
                keys,
                pem(
                        folder.resolve(name + ".pem"),
                        "CERTIFICATE",
                        keys.getCertificate("dns").getEncoded()),
                pem(
                        folder.resolve(name + "-key.pem"),
                        "PRIVATE KEY",
                        keys.getKey("dns", PASSWORD.toCharArray()).getEncoded()));
    }

    static Path pem(Path file, String type, byte[] content) throws IOException {
        String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return Files.writeString(file, "-----BEGIN " + type + "-----\n" + text + "\n-----END " + type + "-----\n");
    }
}
