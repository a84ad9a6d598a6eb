// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.controlplane.model.TunnelKeys;
import dev.hanse.controlplane.store.sqlite.SqliteFederationStore;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the data of who upgrades: each value in a file of an earlier program is read as it was meant. */
class EarlierFileTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final ClusterId WEST = new ClusterId("west");
    private static final GatewayId FIRST = new GatewayId(EAST, "gw-1");
    private static final GatewayId SECOND = new GatewayId(WEST, "gw-2");
    private static final ServiceName WEB = new ServiceName("shop", "web");
    private static final ExportItem SERVICE = new ExportItem.Service(new ServiceExport(
            WEB,
            ServiceType.HEADLESS,
            NOW,
            List.of(new ServicePort("http", Protocol.TCP, 80, "http")),
            new ServiceTraits(SessionAffinity.CLIENT_IP, "Local", "PreferClose", Map.of("a", "b"), Map.of("c", "d"))));
    private static final ExportItem SLICE = new ExportItem.Slice(new EndpointSlice(
            WEB,
            "a",
            List.of(ServicePort.of("http", Protocol.UDP, 8080)),
            List.of(new Endpoint(InetAddress.ofLiteral("fd00:10::7"), "web-0", false, 7))));

    @TempDir
    private Path directory;

    @BeforeEach
    void layTheFile() throws Exception {
        EarlierFile.copyTo(directory);
    }

    private SavedState load() throws Exception {
        try (FederationStore store = SqliteFederationStore.open(directory)) {
            return store.load();
        }
    }

    @Test
    void membersAreRead() throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 7);

        SavedState state = load();

        assertThat(state.clusters())
                .containsExactly(
                        new ClusterMember(
                                EAST,
                                List.of(IpPrefix.parse("10.10.0.0/16"), IpPrefix.parse("fd00:10::/48")),
                                List.of(IpPrefix.parse("10.96.0.0/12")),
                                NOW),
                        new ClusterMember(WEST, List.of(), List.of(), NOW.plusSeconds(1)));
        assertThat(state.gateways())
                .containsExactly(
                        new GatewayMember(
                                FIRST,
                                NOW,
                                NOW.plusSeconds(86_400),
                                Optional.of(NOW),
                                "0.1.0",
                                Optional.of(new GatewayTunnel(
                                        TunnelPublicKey.of(key),
                                        List.of("192.0.2.1:51820", "[2001:db8::1]:51820"),
                                        List.of(PacketCipher.AES_256_GCM, PacketCipher.CHACHA20_POLY1305),
                                        true,
                                        4,
                                        false)),
                                new TunnelKeys(NOW, Optional.empty()),
                                false),
                        GatewayMember.joined(SECOND, NOW, NOW.plusSeconds(3_600)));
    }

    @Test
    void certificatesAndTokensAreRead() throws Exception {
        SavedState state = load();

        assertThat(state.certificates())
                .containsExactlyInAnyOrder(
                        new IssuedCertificate(
                                "ab12",
                                "spiffe://demo/cluster/east/gateway/gw-1",
                                NOW,
                                Instant.ofEpochMilli(1_795_521_600_123L),
                                Optional.empty()),
                        new IssuedCertificate(
                                "cd34",
                                "spiffe://demo/cluster/west/gateway/gw-2",
                                NOW,
                                Instant.ofEpochMilli(1_795_521_600_124L),
                                Optional.of(NOW.plusSeconds(5))));
        assertThat(state.tokens())
                .containsExactlyInAnyOrder(
                        new TokenRecord(
                                "t1",
                                "00ff",
                                EAST,
                                new TokenPurpose.MoreGateway(),
                                AllowedPrefixes.ANY,
                                Instant.ofEpochMilli(1_795_521_600_125L),
                                Optional.of(new Redemption(NOW, "", ""))),
                        new TokenRecord(
                                "t2",
                                "11ff",
                                WEST,
                                new TokenPurpose.NewCluster(),
                                AllowedPrefixes.ANY,
                                Instant.ofEpochMilli(1_795_521_600_126L),
                                Optional.empty()));
    }

    @Test
    void exportsAndViewsAreRead() throws Exception {
        SavedState state = load();

        assertThat(state.exports().contributions())
                .containsExactlyInAnyOrder(
                        new Contribution(FIRST, SERVICE.key(), 1, Optional.of(SERVICE), Optional.empty()),
                        new Contribution(FIRST, SLICE.key(), 2, Optional.of(SLICE), Optional.empty()),
                        new Contribution(
                                SECOND,
                                new ExportKey(WEB, "b"),
                                3,
                                Optional.empty(),
                                Optional.of(new Refusal(Refusal.Reason.FOREIGN_PREFIX, "endpoint 192.0.2.9"))));
        assertThat(state.exports().positions())
                .isEqualTo(Map.of(FIRST, new Position("e", 5), SECOND, new Position("f", 6)));
        assertThat(state.exports().firstSeen())
                .containsExactlyInAnyOrder(new FirstSeen(EAST, WEB, NOW), new FirstSeen(WEST, WEB, NOW.plusSeconds(2)));
        assertThat(state.exports().views()).isEqualTo(new SavedViews("1-epoch", 9, 8, Map.of(FIRST, 9L, SECOND, 7L)));
    }

    @Test
    void auditIsReadAndGoesOn() throws Exception {
        AuditEntry next = new AuditEntry(NOW, "me", "a", "s", AuditEntry.GRANTED, "");
        try (FederationStore store = SqliteFederationStore.open(directory)) {
            store.commit(List.of(new StateChange.Audit(next)));

            assertThat(store.audit(10))
                    .containsExactly(
                            next,
                            new AuditEntry(NOW.plusSeconds(1), "192.0.2.7", "cluster.join", "west", "TOKEN_USED", ""),
                            new AuditEntry(
                                    NOW,
                                    "spiffe://demo/operator/first",
                                    "token.create",
                                    "east",
                                    AuditEntry.GRANTED,
                                    "t1"));
        }
    }
}
