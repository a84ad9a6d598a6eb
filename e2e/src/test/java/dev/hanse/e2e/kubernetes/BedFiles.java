// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Optional;

/** The certificates and configuration of one cluster's programs and users, in one folder. */
public final class BedFiles {
    private final Path folder;
    private final BedAuthority authority;
    private final Credential admin;

    /**
     * Writes them.
     *
     * @param server URL of the API server
     * @param addresses where it is reached besides loopback
     */
    public BedFiles(Path folder, String server, String... addresses) throws IOException, GeneralSecurityException {
        this.folder = folder;
        authority = new BedAuthority();
        admin = authority.user("O=system:masters,CN=admin");
        Files.writeString(path("ca.crt"), Credential.pem(authority.root()));
        authority.server("kube-apiserver", addresses).write(folder, "server");
        authority.server("service-accounts").write(folder, "accounts");
        admin.write(folder, "admin");
        Files.writeString(path("audit-policy.yaml"), """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [RequestReceived]
                rules:
                  # Itself.
                  - level: None
                    users: ["system:apiserver"]
                  - level: Metadata
                """);
        kubeconfig("admin", server, certificate("admin"));
        user("controllers", server, "CN=system:kube-controller-manager");
    }

    /**
     * Writes certificate and key of one more user, and {@code NAME.kubeconfig}.
     *
     * @param subject as {@code O=GROUP,CN=USER}
     */
    public Path user(String name, String server, String subject) throws IOException, GeneralSecurityException {
        authority.user(subject).write(folder, name);
        return kubeconfig(name, server, certificate(name));
    }

    /** The file of this name, such as {@code ca.crt}, {@code server.key}, {@code accounts.key} or {@code admin.kubeconfig}. */
    public Path path(String name) {
        return folder.resolve(name);
    }

    /** One that may do everything, by an address at which the API server is reached. */
    public ApiClient administrator(URI server) {
        try {
            return new ApiClient(server, admin.trusting(root()), Optional::empty);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate root() {
        return authority.root();
    }

    Credential admin() {
        return admin;
    }

    BedAuthority authority() {
        return authority;
    }

    /** Writes {@code NAME.kubeconfig} for a user that shows a token. */
    Path kubeconfig(String name, String server, Path token) {
        return kubeconfig(name, server, "tokenFile: \"" + token + "\"");
    }

    /** A reader finds the old token or the new one. */
    static void write(Path file, String text) {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, text);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + file, e);
        }
    }

    private String certificate(String name) {
        return "client-certificate: \"%s\", client-key: \"%s\"".formatted(path(name + ".crt"), path(name + ".key"));
    }

    private Path kubeconfig(String name, String server, String user) {
        Path file = path(name + ".kubeconfig");
        write(file, """
                apiVersion: v1
                kind: Config
                clusters: [{name: bed, cluster: {server: "%s", certificate-authority: "%s"}}]
                users: [{name: %s, user: {%s}}]
                contexts: [{name: bed, context: {cluster: bed, user: %s}}]
                current-context: bed
                """.formatted(server, path("ca.crt"), name, user, name));
        return file;
    }
}
