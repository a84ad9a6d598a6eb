// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli;

import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Prompt;
import dev.hanse.cli.remote.ControlPlaneConnection;
import io.grpc.BindableService;
import io.grpc.inprocess.InProcessChannelBuilder;
import io.grpc.inprocess.InProcessServerBuilder;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** One run of {@code hanse} against services in this process: what it printed and how it ended. */
record CommandLineRun(int status, String out, String err) {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    static CommandLineRun of(BindableService service, String... args) throws IOException {
        return of(service, _ -> Optional.empty(), args);
    }

    /** With somebody who answers questions. */
    static CommandLineRun of(BindableService service, Prompt prompt, String... args) throws IOException {
        String name = UUID.randomUUID().toString();
        var server = InProcessServerBuilder.forName(name)
                .directExecutor()
                .addService(service)
                .build()
                .start();
        try {
            StringWriter out = new StringWriter();
            StringWriter err = new StringWriter();
            Console console = new Console(
                    new PrintWriter(out), new PrintWriter(err), Clock.fixed(NOW, ZoneOffset.UTC), Map.of(), prompt);
            int status =
                    CommandTree.of(console, options -> connection(name), args).execute(args);
            return new CommandLineRun(status, out.toString(), err.toString());
        } finally {
            server.shutdownNow();
        }
    }

    private static ControlPlaneConnection connection(String name) {
        return new ControlPlaneConnection(
                InProcessChannelBuilder.forName(name).directExecutor().build());
    }
}
