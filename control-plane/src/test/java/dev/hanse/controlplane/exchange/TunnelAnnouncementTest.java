// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.hanse.controlplane.testing.Refusals;
import dev.hanse.controlplane.testing.TestControlPlane;
import dev.hanse.controlplane.testing.TestGateway;
import dev.hanse.controlplane.testing.TestIdentity;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.TunnelCipher;
import dev.hanse.proto.v1.TunnelEndpoint;
import dev.hanse.proto.v1.ViewItem;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what a gateway says of its tunnel, over real TLS: addresses and keys that nobody else may use. */
class TunnelAnnouncementTest {

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

    private static Hello.Builder hello(int seed) {
        byte[] key = new byte[32];
        key[1] = (byte) seed;
        return Hello.newBuilder()
                .setTunnelEndpoint(TunnelEndpoint.newBuilder()
                        .setPublicKey(ByteString.copyFrom(key))
                        .addAddresses("192.0.2." + seed + ":51820")
                        .addCiphers(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM)
                        .setPathProbes(true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:51820",
                "[::1]:51820",
                "255.255.255.255:51820",
                "169.254.169.254:51820",
                "[fe80::1%eth0]:51820",
                "[64:ff9b::c000:201]:51820",
                "10.1:1",
                "192.0.2.1:+1"
            })
    void tunnelAddressThatIsNobodysEndsTheStream(String address) {
        TestGateway east = east();
        east.open();
        Hello.Builder hello = hello(1);
        hello.getTunnelEndpointBuilder().setAddresses(0, address);
        east.send(ExchangeRequest.newBuilder().setHello(hello).build());

        StatusRuntimeException end = east.awaitEnd();
        assertThat(Refusals.of(end)).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");
        assertThat(end.getStatus().getDescription()).contains("tunnel address: \"" + address + "\"");
    }

    @ParameterizedTest
    @CsvSource({"0, small order", "1, small order", "128, 2^255-19"})
    void tunnelKeyThatGivesEverybodyTheSameSecretEndsTheStream(int octet, String why) {
        byte[] key = new byte[32];
        key[octet == 128 ? 31 : 0] = (byte) octet;
        TestGateway east = east();
        east.open();
        Hello.Builder hello = hello(1);
        hello.getTunnelEndpointBuilder().setPublicKey(ByteString.copyFrom(key));
        east.send(ExchangeRequest.newBuilder().setHello(hello).build());

        StatusRuntimeException end = east.awaitEnd();
        assertThat(Refusals.of(end)).isEqualTo("INVALID_ARGUMENT PROTOCOL_VIOLATION");
        assertThat(end.getStatus().getDescription()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({"10.10.3.4:51820, east", "10.20.3.4:51820, west"})
    void tunnelAddressInAPodPrefixIsRefused(String address, String cluster) {
        TestGateway east = east();
        west();
        east.open();
        Hello.Builder hello = hello(1);
        hello.getTunnelEndpointBuilder().addAddresses(address);
        east.send(ExchangeRequest.newBuilder().setHello(hello).build());

        StatusRuntimeException end = east.awaitEnd();
        assertThat(Refusals.of(end)).isEqualTo("FAILED_PRECONDITION PREFIX_OVERLAP");
        assertThat(end.getStatus().getDescription()).contains(address, "pod prefix", "cluster " + cluster);
    }

    @Test
    void whoKeepsApartIsTakenWithAnAddressInItsOwnPrefixWhateverOthersCan() {
        TestIdentity own = controlPlane.join("east", "gw-1", "10.10.0.0/16");
        TestGateway west = controlPlane.gateway(controlPlane.join("west", "gw-1", "10.20.0.0/16"));
        Hello.Builder hello = hello(1);
        hello.getTunnelEndpointBuilder().addAddresses("10.10.3.4:51820").setUnderlayApart(true);
        TestGateway east = controlPlane.gateway(own);
        east.connect(hello);
        west.connect(hello(2));

        controlPlane.gateway(own).connect(hello);
        assertThat(west.awaitView(view -> view.containsKey("peer east/gw-1"))
                        .getOrDefault("peer east/gw-1", ViewItem.getDefaultInstance())
                        .getPeerGateway()
                        .getEndpoint()
                        .getAddressesList())
                .contains("10.10.3.4:51820");
    }

    @Test
    void tunnelAddressInAnotherClustersPrefixIsRefusedUnlessItsTokenStatedIt() {
        west();
        Hello.Builder hello = hello(1);
        hello.getTunnelEndpointBuilder().addAddresses("10.20.3.4:51820").setUnderlayApart(true);
        TestGateway east = east();
        east.open();
        east.send(ExchangeRequest.newBuilder().setHello(hello).build());

        StatusRuntimeException end = east.awaitEnd();
        assertThat(Refusals.of(end)).isEqualTo("FAILED_PRECONDITION PREFIX_OVERLAP");
        assertThat(end.getStatus().getDescription())
                .contains("10.20.3.4:51820", "cluster west", "hanse token create west --allow-prefix 10.20.0.0/16");
    }

    @Test
    void tunnelAddressOfAnotherClusterIsRefusedAndItsPortIsNot() {
        TestGateway east = east();
        east.connect(hello(1));
        TestGateway west = west();
        west.open();
        Hello.Builder hello = hello(2);
        hello.getTunnelEndpointBuilder().addAddresses("192.0.2.1:51820");
        west.send(ExchangeRequest.newBuilder().setHello(hello).build());

        StatusRuntimeException end = west.awaitEnd();
        assertThat(Refusals.of(end)).isEqualTo("FAILED_PRECONDITION TUNNEL_ADDRESS_IN_USE");
        assertThat(end.getStatus().getDescription()).contains("192.0.2.1:51820", "east/gw-1", "advertise another");
        hello.getTunnelEndpointBuilder().setAddresses(1, "192.0.2.1:51821");
        controlPlane.gateway(controlPlane.joinAdditional("west", "gw-2")).connect(hello);
    }

    @Test
    void peersShareOneKey() {
        TestGateway east = east();
        TestGateway west = west();
        east.connect(hello(1));
        west.connect(hello(2));

        ViewItem atEast = east.awaitView(view -> view.containsKey("peer west/gw-1"))
                .getOrDefault("peer west/gw-1", ViewItem.getDefaultInstance());
        ViewItem atWest = west.awaitView(view -> view.containsKey("peer east/gw-1"))
                .getOrDefault("peer east/gw-1", ViewItem.getDefaultInstance());

        assertThat(atEast.getPeerGateway().getPresharedKey())
                .isEqualTo(atWest.getPeerGateway().getPresharedKey())
                .satisfies(key -> assertThat(key).hasSize(32));
        assertThat(atWest.getPeerGateway().getPrefixesList()).containsExactly("10.10.0.0/16");
        assertThat(atWest.getPeerGateway().getEndpoint().getCiphersList())
                .containsExactly(TunnelCipher.TUNNEL_CIPHER_AES_256_GCM, TunnelCipher.TUNNEL_CIPHER_CHACHA20_POLY1305);
    }

    @Test
    void tunnelKeyOfAnotherClusterIsRefused() {
        TestGateway east = east();
        east.connect(hello(1));
        TestGateway west = west();
        west.open();
        west.send(ExchangeRequest.newBuilder().setHello(hello(1)).build());

        assertThat(Refusals.of(west.awaitEnd())).isEqualTo("FAILED_PRECONDITION TUNNEL_KEY_IN_USE");
    }
}
