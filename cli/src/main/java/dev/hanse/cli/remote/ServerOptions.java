// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import dev.hanse.cli.output.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say which control plane an operator verb asks, and as whom. */
public final class ServerOptions {

    private static final String DEFAULT_SERVER = "127.0.0.1:9443";
    private static final String DEFAULT_CREDENTIALS = "/var/lib/hanse/control-plane/operator";

    @Option(
            names = "--server",
            paramLabel = "HOST:PORT",
            description = "Address of the control plane; default: $HANSE_SERVER, else " + DEFAULT_SERVER + ".")
    private @Nullable String server;

    @Option(
            names = "--credentials",
            paramLabel = "DIR",
            description = "Directory with operator.pem, operator-key.pem and ca.pem; default: $HANSE_CREDENTIALS, else "
                    + DEFAULT_CREDENTIALS + ".")
    private @Nullable Path credentials;

    /**
     * Reads the credentials and prepares a connection; nothing is sent before the first call.
     *
     * @throws dev.hanse.cli.output.CommandFailure if the address or a file is not as it should be
     */
    public ControlPlaneConnection connect(Console console) {
        ServerAddress address = ServerAddress.parse(
                server != null ? server : console.environment().getOrDefault("HANSE_SERVER", DEFAULT_SERVER));
        Path directory = credentials != null
                ? credentials
                : Path.of(console.environment().getOrDefault("HANSE_CREDENTIALS", DEFAULT_CREDENTIALS));
        return ControlPlaneConnection.open(address, OperatorCredentials.read(directory));
    }
}
