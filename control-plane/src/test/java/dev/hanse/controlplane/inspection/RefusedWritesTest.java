// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.inspection;

import static dev.hanse.controlplane.testing.TestExports.service;
import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.net.testing.Eventually;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.GatewayKey;
import dev.hanse.proto.v1.GatewayLeftOut;
import dev.hanse.proto.v1.GatewayRefusedWrite;
import dev.hanse.proto.v1.GetServiceRequest;
import dev.hanse.proto.v1.GetServiceResponse;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.ServiceName;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.WriteReport;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what gateways say that they cannot write on its way to operators: of the service that is asked for, and no longer than it holds. */
class RefusedWritesTest {

    private static final ServiceName WEB =
            ServiceName.newBuilder().setNamespace("shop").setName("web").build();

    private static final RefusedWrite QUOTA = RefusedWrite.newBuilder()
            .setService(WEB)
            .setTarget("kubernetes")
            .setText("Service shop/derived-x cannot be written: exceeded quota")
            .build();

    @TempDir
    private Path dataDir;

    private TestControlPlane controlPlane;
    private TestGateway west;

    @BeforeEach
    void start() {
        controlPlane = TestControlPlane.start(dataDir);
        TestGateway east = controlPlane.gateway(controlPlane.join("east", "gw-1", "10.10.0.0/16"));
        east.connect();
        east.exportSnapshot(service("shop/web"));
        west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        west.connect();
        west.exportSnapshot();
    }

    @AfterEach
    void stop() {
        controlPlane.close();
    }

    private void report(RefusedWrite... refused) {
        west.send(ExchangeRequest.newBuilder()
                .setWriteReport(WriteReport.newBuilder().addAllRefused(List.of(refused)))
                .build());
        // Its answer comes behind the report.
        west.exportChange(List.of(), List.of());
    }

    private GetServiceResponse answer() {
        return controlPlane
                .inspection()
                .getService(GetServiceRequest.newBuilder().setService(WEB).build());
    }

    private List<GatewayRefusedWrite> refused() {
        return answer().getRefusedWritesList();
    }

    @Test
    void aServiceShowsWhatIsRefusedOfItUntilTheNextReport() {
        RefusedWrite other =
                QUOTA.toBuilder().setService(WEB.toBuilder().setName("api")).build();
        report(QUOTA, other);
        assertThat(refused())
                .containsExactly(GatewayRefusedWrite.newBuilder()
                        .setGateway(GatewayKey.newBuilder().setCluster("west").setGateway("gw-1"))
                        .setWrite(QUOTA)
                        .build());

        report(other);
        assertThat(refused()).isEmpty();
    }

    @Test
    void whatAGatewayThatHasGoneSaidIsForgotten() {
        report(QUOTA);
        west.leave();

        eventually(
                "it is forgotten", Eventually.LIMIT, () -> assertThat(refused()).isEmpty());
    }

    @Test
    void aGatewayWhoseTunnelKeyAnotherOneTakesOverIsConnectedAndStillHeard() {
        west = controlPlane.gateway(controlPlane.joinAdditional("west", "gw-2"));
        west.connect(withTunnel("192.0.2.2:51820"));
        west.exportSnapshot();
        report(QUOTA);
        TestGateway newcomer = controlPlane.gateway(controlPlane.joinAdditional("west", "gw-3"));
        newcomer.connect(withTunnel("192.0.2.3:51820"));

        assertThat(refused()).hasSize(1);
    }

    /** Of the same key. */
    private static Hello.Builder withTunnel(String address) {
        byte[] key = new byte[32];
        key[1] = 7;
        return Hello.newBuilder()
                .setTunnelEndpoint(TunnelEndpoint.newBuilder()
                        .setPublicKey(ByteString.copyFrom(key))
                        .addAddresses(address)
                        .addCiphers(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM)
                        .setPathProbes(true));
    }

    @Test
    void aReportIsCutToItsLimits() {
        RefusedWrite longest = QUOTA.toBuilder()
                .setTarget("t".repeat(1_000))
                .setText("\u001b" + "\u898f".repeat(1_000))
                .build();
        report(Collections.nCopies(200, longest).toArray(RefusedWrite[]::new));

        assertThat(refused()).hasSize(8).allSatisfy(each -> {
            assertThat(each.getWrite().getTarget()).hasSize(64);
            assertThat(each.getWrite().getText()).hasSizeLessThanOrEqualTo(512).doesNotContain("\u001b");
        });
    }

    @Test
    void whatIsNotToldOfAGatewayIsCounted() {
        report(Collections.nCopies(130, QUOTA).toArray(RefusedWrite[]::new));
        assertThat(answer().getLeftOutList()).containsExactly(leftOut(122));

        west.send(ExchangeRequest.newBuilder()
                .setWriteReport(WriteReport.newBuilder().addRefused(QUOTA).setLeftOut(872))
                .build());
        west.exportChange(List.of(), List.of());
        assertThat(answer().getLeftOutList()).containsExactly(leftOut(872));

        west.send(ExchangeRequest.newBuilder()
                .setWriteReport(WriteReport.newBuilder().addRefused(QUOTA).setLeftOut(-1))
                .build());
        west.exportChange(List.of(), List.of());
        assertThat(answer().getLeftOutList()).containsExactly(leftOut(1_000_000));

        report(QUOTA);
        assertThat(answer().getLeftOutList()).isEmpty();
    }

    private static GatewayLeftOut leftOut(int objects) {
        return GatewayLeftOut.newBuilder()
                .setGateway(GatewayKey.newBuilder().setCluster("west").setGateway("gw-1"))
                .setLeftOut(objects)
                .build();
    }
}
