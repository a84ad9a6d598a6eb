// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import dev.hanse.cli.HanseCommandLine;
import dev.hanse.cli.config.ControlPlaneFile;
import dev.hanse.cli.config.GatewayFile;
import dev.hanse.controlplane.ControlPlane;
import dev.hanse.gateway.Gateway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** A control plane in this process with gateways, each from its configuration file, and the command line beside them. */
final class Federation implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 60;
    private static final long POLL_MILLIS = 50;

    /** So far ahead that all that happens now is as old, in days of five digits. */
    private static final Clock FAR_AHEAD = Clock.fixed(Instant.parse("2126-01-01T00:00:00Z"), ZoneOffset.UTC);

    private final Path folder;
    private final ControlPlane controlPlane;
    private final Channels channels;
    private final List<Gateway> gateways = new ArrayList<>();

    private Federation(Path folder, ControlPlane controlPlane) {
        this.folder = folder;
        this.controlPlane = controlPlane;
        this.channels = new Channels(controlPlane.address(), folder.resolve("cp/operator"));
    }

    static Federation start(Path folder) throws IOException {
        Path config = Files.writeString(folder.resolve("control-plane.yaml"), """
            cluster-set: demo
            name: cp-1
            data-dir: cp
            listen: 127.0.0.1:0
            status-listen: 127.0.0.1:0
            """);
        return new Federation(folder, ControlPlane.start(ControlPlaneFile.read(config)));
    }

    ControlPlane controlPlane() {
        return controlPlane;
    }

    Channels channels() {
        return channels;
    }

    /** A command line that asks this control plane, in a far future. */
    HanseCommandLine hanse() {
        return hanse(FAR_AHEAD);
    }

    HanseCommandLine hanse(Clock clock) {
        return new HanseCommandLine(
                clock,
                Map.of(
                        "HANSE_SERVER",
                        "127.0.0.1:" + controlPlane.address().getPort(),
                        "HANSE_CREDENTIALS",
                        folder.resolve("cp/operator").toString()));
    }

    /** A join token, as an operator makes it. */
    String token(String... words) {
        List<String> line = new ArrayList<>(List.of("token", "create"));
        line.addAll(List.of(words));
        return hanse().run(line).out();
    }

    /** Starts a gateway that joins with this token. */
    Gateway gateway(String name, String token, String config) throws Exception {
        Path directory = Files.createDirectories(folder.resolve(name));
        Files.writeString(directory.resolve("token"), token);
        Path file = Files.writeString(directory.resolve("gateway.yaml"), config + """
            data-dir: data
            join-token-file: token
            status-listen: 127.0.0.1:0
            """);
        Gateway gateway = Gateway.start(GatewayFile.read(file));
        gateways.add(gateway);
        return gateway;
    }

    /** Waits until something that takes its time has come. */
    static void await(String what, BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("not within " + PATIENCE_SECONDS + " s: " + what);
            }
            Thread.sleep(POLL_MILLIS);
        }
    }

    /** Waits until a text holds a part, and gives the whole. */
    static String awaitText(String what, Supplier<String> text, String part) throws InterruptedException {
        AtomicReference<String> last = new AtomicReference<>("");
        await(what, () -> {
            last.set(text.get());
            return last.get().contains(part);
        });
        return last.get();
    }

    @Override
    public void close() {
        gateways.reversed().forEach(Gateway::close);
        channels.close();
        controlPlane.close();
    }
}
