// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static dev.hanse.controlplane.testing.TestExports.service;
import static dev.hanse.controlplane.testing.TestExports.serviceKey;
import static dev.hanse.controlplane.testing.TestExports.slice;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.PathReport;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.RemoveClusterRequest;
import dev.hanse.proto.v1.ViewItem;
import dev.hanse.proto.v1.Welcome;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the exchange as a gateway sees it, over real TLS: what is resumed, what is refused, and how streams end. */
class ExchangeTest {

    private static final int MEBIBYTE = 1 << 20;

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private TestGateway east() {
        return controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
    }

    private TestGateway west() {
        return controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
    }

    @Test
    void welcomeTellsWhoTheCertificateSays() {
        Welcome welcome = east().connect();

        assertThat(welcome.getClusterSet()).isEqualTo("demo");
        assertThat(welcome.getClusterId()).isEqualTo("east");
        assertThat(welcome.getGatewayName()).isEqualTo("gw-1");
        assertThat(welcome.getLeaseMillis()).isEqualTo(20_000);
        assertThat(welcome.getControlPlaneAddressesList()).containsExactly(controlPlane.address());
        assertThat(welcome.getViewResumed()).isFalse();
        assertThat(welcome.getExportsResumed()).isFalse();
    }

    @Test
    void emptyViewIsToldAsAnEmptySnapshot() {
        TestGateway gateway = east();
        gateway.connect();

        assertThat(gateway.await(message -> message.hasViewDelta()).getViewDelta())
                .satisfies(delta -> assertThat(delta.getSnapshotBegin()).isTrue())
                .satisfies(delta -> assertThat(delta.getMoreFollows()).isFalse())
                .satisfies(delta -> assertThat(delta.getPosition().getVersion()).isPositive());
    }

    @Test
    void foreignAndMalformedItemsAreRefusedOneByOne() {
        TestGateway east = east();
        east.connect();
        DeltaAck ack = east.exportSnapshot(
                service("shop/web"),
                slice("shop/web", "own", "10.10.0.7"),
                slice("shop/web", "foreign", "10.20.0.7"),
                slice("shop/web", "metadata", "169.254.169.254"),
                slice("shop/web", "BAD", "10.10.0.8"),
                slice("shop/none", "a", "10.10.0.9"));

        assertThat(ack.getRefusalsList())
                .extracting(refusal -> refusal.getReason() + " "
                        + refusal.getKey().getEndpointSlice().getSlice())
                .containsExactlyInAnyOrder(
                        "INVALID BAD", "FOREIGN_PREFIX foreign", "FORBIDDEN_ADDRESS metadata", "NO_SERVICE a");
        Map<String, ViewItem> view = east.awaitView(items -> items.containsKey("status shop/web"));
        assertThat(view).containsKey("slice east/shop/web/own").doesNotContainKey("slice east/shop/web/foreign");
        assertThat(view.getOrDefault("status shop/web", ViewItem.getDefaultInstance())
                        .getExportStatus()
                        .getConditionsList())
                .anySatisfy(condition -> {
                    assertThat(condition.getType()).isEqualTo("Ready");
                    assertThat(condition.getStatus()).isEqualTo("False");
                    assertThat(condition.getMessage()).contains("10.20.0.7", "ForeignPrefix");
                });
    }

    @Test
    void bothDirectionsResumeAfterARestartOfTheControlPlane() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect();
        west.connect();
        east.exportSnapshot(service("shop/web"), slice("shop/web", "a", "10.10.0.7"));
        east.awaitView(view -> view.size() == 3);
        west.awaitView(view -> view.size() == 2);

        controlPlane.stop();
        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("UNAVAILABLE SHUTTING_DOWN");
        controlPlane.startAgain();
        Welcome again = east.connect();

        assertThat(again.getViewResumed()).isTrue();
        assertThat(again.getExportsResumed()).isTrue();
        assertThat(west.connect().getViewResumed()).isTrue();
        east.exportChange(List.of(slice("shop/web", "b", "10.10.0.8")), List.of());
        assertThat(west.awaitView(view -> view.size() == 3)).containsKey("slice east/shop/web/b");
    }

    @Test
    void whatChangedWhileAwayIsToldAsADelta() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect();
        west.connect();
        east.exportSnapshot(service("shop/web"), service("shop/old"));
        west.awaitView(view -> view.size() == 2);
        west.leave();
        west.awaitEnd();
        east.exportChange(List.of(service("shop/db")), List.of(serviceKey("shop/old")));

        assertThat(west.connect().getViewResumed()).isTrue();
        assertThat(west.awaitView(view -> view.containsKey("import shop/db")))
                .containsOnlyKeys("import shop/web", "import shop/db");
    }

    @Test
    void secondStreamEndsTheFirst() {
        TestIdentity identity = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestGateway first = controlPlane.gateway(identity);
        TestGateway second = controlPlane.gateway(identity);
        first.connect();
        second.connect();

        assertThat(Refusals.of(first.awaitEnd())).isEqualTo("ABORTED STREAM_SUPERSEDED");
        assertThat(second.exportSnapshot(service("shop/web")).getRefusalsCount())
                .isZero();
    }

    @Test
    void removedClusterLosesItsStreamAndItsExports() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect();
        west.connect();
        east.exportSnapshot(service("shop/web"));
        west.awaitView(view -> view.containsKey("import shop/web"));

        controlPlane
                .registry()
                .removeCluster(
                        RemoveClusterRequest.newBuilder().setClusterId("east").build());

        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("PERMISSION_DENIED IDENTITY_REVOKED");
        assertThat(west.awaitView(Map::isEmpty)).isEmpty();
    }

    @Test
    void lostStreamKeepsItsExports() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect();
        west.connect();
        east.exportSnapshot(service("shop/web"));
        west.awaitView(view -> view.containsKey("import shop/web"));
        east.vanish();
        east.awaitEnd();
        // Something that comes after the loss has been seen.
        west.exportSnapshot(service("shop/other"));

        assertThat(west.awaitView(view -> view.containsKey("import shop/other")))
                .containsKey("import shop/web");
    }

    @Test
    void deltaBeforeHelloIsAViolation() {
        TestGateway east = east();
        east.open();
        east.heartbeat();

        assertThat(Refusals.of(east.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");
    }

    @Test
    void violationsEndTheStream() {
        TestIdentity identity = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        for (ExchangeRequest wrong : List.of(
                ExchangeRequest.newBuilder()
                        .setHello(Hello.getDefaultInstance())
                        .build(),
                ExchangeRequest.newBuilder()
                        .setViewAck(DeltaAck.getDefaultInstance())
                        .build(),
                ExchangeRequest.newBuilder()
                        .setExportDelta(dev.hanse.proto.v1.ExportDelta.newBuilder()
                                .setPosition(Position.newBuilder().setEpoch("x").setVersion(1)))
                        .build())) {
            TestGateway gateway = controlPlane.gateway(identity);
            gateway.stopAcknowledging();
            gateway.connect();
            // A first ack answers the empty snapshot; the second answers nothing.
            if (wrong.hasViewAck()) {
                gateway.await(message -> message.hasViewDelta());
                gateway.send(wrong);
            }
            gateway.send(wrong);

            assertThat(Refusals.of(gateway.awaitEnd())).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");
        }
    }

    @Test
    void oversizeMessageEndsTheStreamAndItsSizeAndTheLimitAreNamed() {
        StatusRuntimeException end = endedBy(2 * MEBIBYTE);

        assertThat(Refusals.of(end)).isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED");
        assertThat(end.getStatus().getDescription())
                .isEqualTo("EXPORT_DELTA of 2097167 octets (expected: at most 1048576)");
    }

    @ParameterizedTest
    @ValueSource(ints = {5, 20, 60})
    void messageThatIsNotReadToItsEndIsAnsweredAlike(int mebibytes) {
        StatusRuntimeException end = endedBy(mebibytes * MEBIBYTE);

        assertThat(Refusals.of(end)).isEqualTo("RESOURCE_EXHAUSTED QUOTA_EXCEEDED");
        assertThat(end.getStatus().getDescription())
                .isEqualTo("message of more than 4194304 octets (expected: at most 1048576)");
    }

    @Test
    void largeMessagesOneAfterTheOtherAreNotCountedTogether() {
        TestGateway east = east();
        east.connect();
        for (int i = 0; i < 8; i++) {
            east.send(ExchangeRequest.newBuilder()
                    .setPathReport(PathReport.newBuilder()
                            .setUnknownFields(UnknownFieldSet.newBuilder()
                                    .addField(
                                            99,
                                            UnknownFieldSet.Field.newBuilder()
                                                    .addLengthDelimited(ByteString.copyFrom(new byte[1_000_000]))
                                                    .build())
                                    .build()))
                    .build());
        }

        assertThat(east.exportSnapshot(service("shop/web")).getRefusalsCount()).isZero();
    }

    private StatusRuntimeException endedBy(int octets) {
        TestGateway east = east();
        east.connect();
        east.send(ExchangeRequest.newBuilder()
                .setExportDelta(dev.hanse.proto.v1.ExportDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("x".repeat(octets))))
                .build());
        return east.awaitEnd();
    }

    @Test
    void slowGatewayHoldsNobodyUpAndCatchesUp() {
        TestGateway east = east();
        TestGateway west = west();
        TestGateway slow = controlPlane.gateway(controlPlane.join("slow", "gw-1", "10.30.0.0/16"));
        east.connect();
        west.connect();
        slow.connect();
        slow.stopAcknowledging();
        east.exportSnapshot(service("shop/web"));
        for (int i = 1; i <= 200; i++) {
            east.exportChange(List.of(slice("shop/web", "a", "10.10.0." + i)), List.of());
        }

        assertThat(west.awaitView(view -> addressOf(view).equals("10.10.0.200")))
                .hasSize(2);
        assertThat(slow.drain().stream()
                        .filter(message -> message instanceof dev.hanse.proto.v1.ExchangeResponse response
                                && response.hasViewDelta())
                        .count())
                .isLessThanOrEqualTo(8);
        slow.vanish();
        slow.awaitEnd();
        TestGateway recovered = slow;
        recovered.startAcknowledging();
        recovered.connect();
        assertThat(addressOf(recovered.awaitView(view -> addressOf(view).equals("10.10.0.200"))))
                .isNotEmpty();
    }

    private static String addressOf(Map<String, ViewItem> view) {
        ViewItem item = view.get("slice east/shop/web/a");
        if (item == null) {
            return "";
        }
        byte[] octets =
                item.getImportedSlice().getSlice().getEndpoints(0).getAddress().toByteArray();
        return (octets[0] & 0xff) + "." + (octets[1] & 0xff) + "." + (octets[2] & 0xff) + "." + (octets[3] & 0xff);
    }

    @Test
    void largeViewComesInPieces() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect();
        int slices = 400;
        east.exportSnapshot(service("shop/web"));
        for (int s = 0; s < slices; s += 40) {
            List<ExportItem> items = new ArrayList<>();
            for (int i = s; i < s + 40; i++) {
                String[] addresses = new String[100];
                for (int e = 0; e < 100; e++) {
                    addresses[e] = "10.10." + (i % 250) + "." + (e + 1);
                }
                items.add(slice("shop/web", "s" + i, addresses));
            }
            assertThat(east.exportChange(items, List.of()).getRefusalsCount()).isZero();
        }

        west.connect();
        assertThat(west.awaitView(view -> view.size() == slices + 1)).containsKey("slice east/shop/web/s399");
    }

    @Test
    void silentStreamEndsWithItsLease(@TempDir Path otherDir) {
        LeaseTimes shortTimes = new LeaseTimes(Duration.ofMillis(100), Duration.ofMillis(400));
        try (TestControlPlane impatient = TestControlPlane.start(otherDir, shortTimes)) {
            TestGateway gateway = impatient.gateway(impatient.join("east", "gw-1", "10.10.0.0/16"));
            gateway.stopAcknowledging();
            gateway.connect();

            assertThat(gateway.await(message -> message.hasHeartbeat())
                            .getHeartbeat()
                            .hasSentAt())
                    .isTrue();
            assertThat(Refusals.of(gateway.awaitEnd())).isEqualTo("UNAVAILABLE LEASE_EXPIRED");
        }
    }
}
