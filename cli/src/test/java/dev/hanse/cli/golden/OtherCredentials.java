// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.config.ControlPlaneFile;
import dev.hanse.controlplane.ControlPlane;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Directories of credentials that do not fit a control plane: of another cluster set, mixed, a gateway's, and no credentials at all. */
final class OtherCredentials {

    private static final String CHAIN = "operator.pem";
    private static final String KEY = "operator-key.pem";
    private static final String ROOTS = "ca.pem";

    private OtherCredentials() {}

    /** @param folder holds {@code cp} of a control plane, and {@code east} of a gateway */
    static void write(Path folder) throws IOException {
        Path own = folder.resolve("cp/operator");
        Path other = otherClusterSet(folder);
        directory(folder.resolve("other"), read(other, CHAIN), read(other, KEY), read(other, ROOTS));
        directory(folder.resolve("mixed"), read(own, CHAIN), read(other, KEY), read(own, ROOTS));
        directory(folder.resolve("stranger"), read(other, CHAIN), read(other, KEY), read(own, ROOTS));
        directory(folder.resolve("text"), "no PEM\n", "no PEM\n", "no PEM\n");
        String identity = read(folder.resolve("east/data"), "identity.pem");
        int chain = identity.indexOf("-----BEGIN CERTIFICATE");
        int key = identity.indexOf("-----BEGIN PRIVATE KEY");
        directory(
                folder.resolve("gateway"),
                chain < key ? identity.substring(chain, key) : identity.substring(chain),
                key < chain ? identity.substring(key, chain) : identity.substring(key),
                read(own, ROOTS));
    }

    private static Path otherClusterSet(Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("other.yaml"), """
            cluster-set: other
            name: cp-1
            data-dir: other-cp
            listen: 127.0.0.1:0
            status-listen: 127.0.0.1:0
            """);
        ControlPlane.start(ControlPlaneFile.read(config)).close();
        return folder.resolve("other-cp/operator");
    }

    private static void directory(Path directory, String chain, String key, String roots) throws IOException {
        Files.createDirectory(directory);
        Files.writeString(directory.resolve(CHAIN), chain);
        Files.writeString(directory.resolve(KEY), key);
        Files.writeString(directory.resolve(ROOTS), roots);
    }

    private static String read(Path directory, String file) throws IOException {
        return Files.readString(directory.resolve(file));
    }
}
