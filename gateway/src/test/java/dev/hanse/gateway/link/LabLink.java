// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.exports.ExportPublisher;
import dev.hanse.gateway.exports.RefusedExports;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.testing.FakeControlPlane;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.gateway.views.CurrentView;
import dev.hanse.gateway.views.OwnPrefixes;
import dev.hanse.gateway.views.ReceivedView;
import dev.hanse.gateway.views.SavedView;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.time.Backoff;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExchangeRequest.MessageCase;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.PathState;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.WriteReport;
import io.grpc.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** A link with everything that travels over it, to a control plane in this process; the test drives loop and clock. */
final class LabLink implements AutoCloseable {

    final ManualClock clock = new ManualClock();
    final ManualLoop loop = new ManualLoop(clock);
    final FakeControlPlane controlPlane = new FakeControlPlane();
    final AddressRing ring;
    final ExchangeLink link;
    int epochs;
    int reports;

    LabLink(Path directory, String... addresses) {
        PathWatch paths = new PathWatch(loop, clock, new ClusterId("east"));
        CurrentView current = new CurrentView(loop, paths, clock);
        ring = new AddressRing(
                List.of(addresses).stream().map(ControlPlaneAddress::parse).toList(), learned -> {});
        link = new ExchangeLink(
                new LinkRuntime(
                        loop,
                        clock,
                        controlPlane.channels(),
                        new Backoff(Duration.ofMillis(250), Duration.ofSeconds(8), new Random(1))),
                ring,
                new Introduction(
                        "test",
                        OwnTunnel.of(Optional.of(
                                TunnelEndpoint.newBuilder().setWorkers(3).build()))),
                new LinkContents(
                        new ExportPublisher(() -> "epoch-" + ++epochs),
                        new RefusedExports(System::nanoTime),
                        new ReceivedView(
                                loop,
                                Runnable::run,
                                new OwnPrefixes(new ClusterId("east"), List.of()),
                                new SavedView(directory.resolve("view.state"), clock),
                                current),
                        this::report,
                        WriteReport::getDefaultInstance,
                        new OthersReach(paths::onWelcome, paths::onOthers, paths::onDisconnect)));
        link.start();
        loop.run();
    }

    /** Each can be told from the one before. */
    private PathReport report() {
        return PathReport.newBuilder()
                .addPaths(PathState.newBuilder().setRoundTripMicros(++reports))
                .build();
    }

    LabLink welcome() {
        controlPlane.welcome(false, false);
        loop.run();
        return this;
    }

    List<ExchangeRequest> received(MessageCase kind) {
        return controlPlane.received(kind);
    }

    /** The control plane ends the stream; how long it took until the next one was open. */
    Duration end(String reason) {
        int before = controlPlane.streams();
        controlPlane.end(Status.UNAVAILABLE, reason);
        loop.run();
        return awaitStreamAfter(before);
    }

    /** Until there is another stream than so many; how long that took. */
    Duration awaitStreamAfter(int before) {
        Duration waited = Duration.ZERO;
        while (controlPlane.streams() == before && waited.compareTo(Duration.ofSeconds(20)) < 0) {
            loop.advance(Duration.ofMillis(10));
            waited = waited.plusMillis(10);
        }
        return waited;
    }

    @Override
    public void close() {
        link.close();
        controlPlane.close();
    }
}
