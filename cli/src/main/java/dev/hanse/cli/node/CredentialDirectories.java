// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import dev.hanse.gateway.storage.AtomicFile;
import dev.hanse.gateway.tls.NodeCredentials;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;

/** Where the credentials of a cluster's node ports lie: {@code ca}, which stays with the operator, {@code gateway} and {@code node}. Files are readable by their owner only. */
final class CredentialDirectories {

    static final String AUTHORITY = "ca";
    static final String GATEWAY = "gateway";
    static final String NODE = "node";

    private static final String AUTHORITY_KEY = "ca.key";

    private final Path directory;
    private final SecureRandom random;

    CredentialDirectories(Path directory, SecureRandom random) {
        this.directory = directory;
        this.random = random;
    }

    /** Makes all. */
    void create(Instant now) throws IOException {
        if (Files.exists(directory.resolve(AUTHORITY))) {
            throw new IOException(
                    directory.resolve(AUTHORITY)
                            + " is there already (expected: a new directory, or --renew for new certificates of the same authority)");
        }
        NodeAuthority authority = NodeAuthority.create(now, random);
        Path folder = folder(AUTHORITY);
        write(folder.resolve(AUTHORITY_KEY), pem("PRIVATE KEY", authority.key().getEncoded()));
        write(folder.resolve(NodeCredentials.AUTHORITIES), certificate(authority.certificate()));
        certify(authority, now);
    }

    /** Makes the certificates of both sides anew. */
    void renew(Instant now) throws IOException {
        Path folder = directory.resolve(AUTHORITY);
        NodeCredentials found = NodeCredentials.read(
                folder.resolve(NodeCredentials.AUTHORITIES),
                folder.resolve(AUTHORITY_KEY),
                folder.resolve(NodeCredentials.AUTHORITIES));
        if (!now.isBefore(found.endsAt())) {
            throw new IOException(folder + ": the authority has ended at " + found.endsAt()
                    + " (expected: one that lasts; make a new directory and give it to gateways and nodes)");
        }
        certify(new NodeAuthority(found.key(), found.chain().getFirst()), now);
    }

    private void certify(NodeAuthority authority, Instant now) throws IOException {
        save(GATEWAY, authority, authority.gateway(now, random));
        save(NODE, authority, authority.node(now, random));
    }

    private void save(String side, NodeAuthority authority, NodeAuthority.Certified certified) throws IOException {
        Path folder = folder(side);
        write(folder.resolve(NodeCredentials.AUTHORITIES), certificate(authority.certificate()));
        write(
                folder.resolve(NodeCredentials.KEY),
                pem("PRIVATE KEY", certified.key().getEncoded()));
        write(folder.resolve(NodeCredentials.CERTIFICATE), certificate(certified.certificate()));
    }

    private Path folder(String name) throws IOException {
        return Files.createDirectories(
                directory.resolve(name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void write(Path file, String text) throws IOException {
        AtomicFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String certificate(X509Certificate certificate) throws IOException {
        try {
            return pem("CERTIFICATE", certificate.getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException("certificate: cannot be encoded", e);
        }
    }

    private static String pem(String type, byte[] der) {
        String lines = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
        return "-----BEGIN " + type + "-----\n" + lines + "\n-----END " + type + "-----\n";
    }

    /** A Secret for one side, YAML. */
    String secret(String side, String namespace) throws IOException {
        StringBuilder text = new StringBuilder("""
                apiVersion: v1
                kind: Secret
                type: kubernetes.io/tls
                metadata: {name: hanse-nodes-%s, namespace: %s}
                data:
                """.formatted(side, namespace));
        for (String file :
                new String[] {NodeCredentials.AUTHORITIES, NodeCredentials.CERTIFICATE, NodeCredentials.KEY}) {
            byte[] octets = Files.readAllBytes(directory.resolve(side).resolve(file));
            text.append("  ")
                    .append(file)
                    .append(": ")
                    .append(Base64.getEncoder().encodeToString(octets))
                    .append("\n");
        }
        return text.toString();
    }
}
