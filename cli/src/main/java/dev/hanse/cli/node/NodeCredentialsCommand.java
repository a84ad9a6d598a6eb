// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.node;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code hanse node credentials}. */
@Command(
        name = "credentials",
        description =
                "Makes the node authority of a cluster, and a certificate for its gateways' node ports and one for its nodes, in"
                        + " three directories: gateways get gateway/, nodes node/, and ca/ stays where it is safe. Asks nobody.")
public final class NodeCredentialsCommand implements Runnable {

    private final Console console;

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            required = true,
            description = "Where they go; never over existing ones.")
    private Path directory = Path.of("");

    @Option(
            names = "--renew",
            description =
                    "Make both certificates anew, of the authority that is there. They are taken without restart.")
    private boolean renew;

    @Option(
            names = "--secrets",
            paramLabel = "NAMESPACE",
            description =
                    "Print two Secrets of this namespace as YAML, hanse-nodes-gateway and hanse-nodes-node, with the keys.")
    private @Nullable String namespace;

    /** The verb for one console. */
    public NodeCredentialsCommand(Console console) {
        this.console = console;
    }

    private static void requireNamespace(@Nullable String namespace) {
        if (namespace != null && !namespace.matches("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")) {
            throw new CommandFailure(
                    "--secrets: \"" + namespace + "\" is no namespace",
                    "name one, as hanse",
                    new IllegalArgumentException());
        }
    }

    @Override
    public void run() {
        requireNamespace(namespace);
        CredentialDirectories directories = new CredentialDirectories(directory, new SecureRandom());
        try {
            if (renew) {
                directories.renew(InstantSource.system().instant());
            } else {
                directories.create(InstantSource.system().instant());
            }
            print(directories);
        } catch (IOException e) {
            throw new CommandFailure("no credentials: " + OneLine.of(e), "change that and try again", e);
        }
    }

    private void print(CredentialDirectories directories) throws IOException {
        if (namespace == null) {
            console.out().println("gateways: nodes.credentials: " + directory.resolve(CredentialDirectories.GATEWAY));
            console.out().println("nodes: credentials: " + directory.resolve(CredentialDirectories.NODE));
        } else {
            console.out().print(directories.secret(CredentialDirectories.GATEWAY, namespace));
            console.out().println("---");
            console.out().print(directories.secret(CredentialDirectories.NODE, namespace));
        }
        console.out().flush();
    }
}
