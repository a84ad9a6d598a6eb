// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does: it gives back what it was given, whole lists at a time. */
abstract class FederationStoreContract {

    protected static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
    private static final ClusterId EAST = new ClusterId("east");
    private static final GatewayId GATEWAY = new GatewayId(EAST, "gw-1");
    private static final ServiceName WEB = new ServiceName("shop", "web");
    private static final ClusterMember CLUSTER = new ClusterMember(
            EAST,
            List.of(IpPrefix.parse("10.10.0.0/16"), IpPrefix.parse("fd00:10::/48")),
            List.of(IpPrefix.parse("10.96.0.0/12")),
            NOW);
    private static final GatewayMember MEMBER = new GatewayMember(
            GATEWAY,
            NOW,
            NOW.plusSeconds(86_400),
            Optional.of(NOW),
            "0.1.0",
            Optional.of(new GatewayTunnel(
                    TunnelPublicKey.of(new byte[32]),
                    List.of("192.0.2.1:51820"),
                    List.of(PacketCipher.AES_256_GCM, PacketCipher.CHACHA20_POLY1305),
                    true,
                    4)),
            new TunnelKeys(NOW.plusSeconds(1), Optional.of(TunnelPublicKey.of(new byte[32]))));
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

    /** The store under test, the same one each time it is opened again. */
    abstract FederationStore open();

    private static Contribution contribution(ExportItem item, long stamp) {
        return new Contribution(GATEWAY, item.key(), stamp, Optional.of(item), Optional.empty());
    }

    private static StateChange put(ExportItem item, long stamp) {
        return new StateChange.PutContribution(contribution(item, stamp));
    }

    private void commit(StateChange... changes) {
        try (FederationStore store = open()) {
            store.commit(List.of(changes));
        }
    }

    private SavedState load() {
        try (FederationStore store = open()) {
            return store.load();
        }
    }

    private Map<StoreMark, String> marks() {
        try (FederationStore store = open()) {
            return store.marks();
        }
    }

    @Test
    void freshStoreIsEmpty() {
        assertThat(load()).isEqualTo(SavedState.EMPTY);
    }

    @Test
    void membersComeBackWhole() {
        IssuedCertificate certificate = new IssuedCertificate(
                "ab12", "spiffe://demo/cluster/east/gateway/gw-1", NOW, Instant.ofEpochMilli(1), Optional.empty());
        TokenRecord token = new TokenRecord(
                "t1",
                "00ff",
                EAST,
                new TokenPurpose.Replacement("gw-1"),
                Instant.ofEpochMilli(2),
                Optional.of(new Redemption(NOW, "gw-1", "aa11")));

        commit(
                new StateChange.PutCluster(CLUSTER),
                new StateChange.PutGateway(MEMBER),
                new StateChange.PutCertificate(certificate),
                new StateChange.PutToken(token));

        assertThat(load())
                .isEqualTo(new SavedState(
                        List.of(CLUSTER), List.of(MEMBER), List.of(certificate), List.of(token), SavedExports.NONE));
    }

    @Test
    void gatewayWithoutTunnelComesBack() {
        GatewayMember joined = GatewayMember.joined(GATEWAY, NOW, NOW);

        commit(new StateChange.PutCluster(CLUSTER), new StateChange.PutGateway(joined));

        assertThat(load().gateways()).containsExactly(joined);
    }

    @Test
    void exportsComeBackWhole() {
        Contribution refused = new Contribution(
                GATEWAY,
                new ExportKey(WEB, "b"),
                3,
                Optional.empty(),
                Optional.of(new Refusal(Refusal.Reason.FOREIGN_PREFIX, "endpoint 192.0.2.9")));
        SavedViews views = new SavedViews("1-epoch", 9, 8, Map.of(GATEWAY, 9L));

        commit(
                put(SERVICE, 1),
                put(SLICE, 2),
                new StateChange.PutContribution(refused),
                new StateChange.PutExportPosition(GATEWAY, new Position("e", 5)),
                new StateChange.PutFirstSeen(new FirstSeen(EAST, WEB, NOW)),
                new StateChange.PutViews(views));

        SavedExports saved = load().exports();
        assertThat(saved.contributions())
                .containsExactlyInAnyOrder(contribution(SERVICE, 1), contribution(SLICE, 2), refused);
        assertThat(saved.positions()).isEqualTo(Map.of(GATEWAY, new Position("e", 5)));
        assertThat(saved.firstSeen()).containsExactly(new FirstSeen(EAST, WEB, NOW));
        assertThat(saved.views()).isEqualTo(views);
    }

    @Test
    void laterValueReplacesEarlier() {
        commit(put(SERVICE, 1), put(SERVICE, 4));

        assertThat(load().exports().contributions()).containsExactly(contribution(SERVICE, 4));
    }

    @Test
    void removedItemsAreGone() {
        commit(put(SERVICE, 1), put(SLICE, 2), new StateChange.PutFirstSeen(new FirstSeen(EAST, WEB, NOW)));
        commit(new StateChange.RemoveContribution(GATEWAY, SLICE.key()), new StateChange.RemoveFirstSeen(EAST, WEB));

        assertThat(load().exports().contributions()).containsExactly(contribution(SERVICE, 1));
        assertThat(load().exports().firstSeen()).isEmpty();
    }

    @Test
    void viewsKeepGatewaysThatAreNotNamed() {
        GatewayId other = new GatewayId(EAST, "gw-2");
        commit(new StateChange.PutViews(new SavedViews("1-e", 1, 1, Map.of(GATEWAY, 1L, other, 1L))));
        commit(new StateChange.PutViews(new SavedViews("1-e", 2, 1, Map.of(other, 2L))));

        assertThat(load().exports().views()).isEqualTo(new SavedViews("1-e", 2, 1, Map.of(GATEWAY, 1L, other, 2L)));
    }

    @Test
    void removedClusterLeavesNothingAndEndsTheEpoch() {
        TokenRecord token = new TokenRecord("t1", "00ff", EAST, new TokenPurpose.NewCluster(), NOW, Optional.empty());
        commit(
                new StateChange.PutCluster(CLUSTER),
                new StateChange.PutGateway(MEMBER),
                new StateChange.PutToken(token),
                put(SERVICE, 1),
                new StateChange.PutExportPosition(GATEWAY, new Position("e", 5)),
                new StateChange.PutFirstSeen(new FirstSeen(EAST, WEB, NOW)),
                new StateChange.PutViews(new SavedViews("1-e", 7, 7, Map.of(GATEWAY, 7L))));

        commit(new StateChange.RemoveCluster(EAST));

        assertThat(load())
                .isEqualTo(new SavedState(
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(),
                        new SavedExports(List.of(), Map.of(), List.of(), new SavedViews("", 7, 7, Map.of()))));
    }

    @Test
    void replacedExportsAreTheOnlyOnes() {
        commit(put(SERVICE, 1), put(SLICE, 2));
        SavedExports exports = new SavedExports(
                List.of(contribution(SERVICE, 8)),
                Map.of(GATEWAY, new Position("f", 1)),
                List.of(new FirstSeen(EAST, WEB, NOW)),
                new SavedViews("1-f", 3, 3, Map.of(GATEWAY, 2L)));

        commit(new StateChange.ReplaceExports(exports));

        assertThat(load().exports()).isEqualTo(exports);
    }

    @Test
    void endedCertificatesAndTokensAreForgotten() {
        commit(
                new StateChange.PutCertificate(
                        new IssuedCertificate("1", "id", NOW, Instant.ofEpochMilli(999), Optional.of(NOW))),
                new StateChange.PutToken(new TokenRecord(
                        "t",
                        "aa",
                        EAST,
                        new TokenPurpose.NewCluster(),
                        Instant.ofEpochMilli(1_000),
                        Optional.empty())));

        commit(new StateChange.ForgetEnded(Instant.ofEpochMilli(1_000)));

        assertThat(load().certificates()).isEmpty();
        assertThat(load().tokens()).hasSize(1);
    }

    @Test
    void openTokensOfEveryPurposeComeBack() {
        List<TokenRecord> tokens = List.of(
                open("t1", new TokenPurpose.NewCluster()),
                open("t2", new TokenPurpose.MoreGateway()),
                open("t3", new TokenPurpose.Replacement("gw-7")));

        commit(tokens.stream().map(StateChange.PutToken::new).toArray(StateChange[]::new));

        assertThat(load().tokens()).containsExactlyInAnyOrderElementsOf(tokens);
    }

    private static TokenRecord open(String id, TokenPurpose purpose) {
        return new TokenRecord(id, "hash of " + id, EAST, purpose, Instant.ofEpochMilli(2), Optional.empty());
    }

    @Test
    void endedViewsKeepTheirRevisionAndNoEpoch() {
        commit(new StateChange.PutViews(new SavedViews("1-e", 7, 6, Map.of(GATEWAY, 5L))), new StateChange.EndViews());

        assertThat(load().exports().views()).isEqualTo(new SavedViews("", 7, 6, Map.of(GATEWAY, 5L)));
    }

    @Test
    void auditGivesNewestFirst() {
        AuditEntry first = new AuditEntry(NOW, "me", "a", "s", AuditEntry.GRANTED, "");
        AuditEntry second = new AuditEntry(NOW, "me", "b", "s", "TOKEN_USED", "x");
        commit(new StateChange.Audit(first), new StateChange.Audit(second));

        try (FederationStore store = open()) {
            assertThat(store.audit(10)).containsExactly(second, first);
            assertThat(store.audit(1)).containsExactly(second);
        }
    }

    @Test
    void marksAreKeptAndReplaced() {
        assertThat(marks()).doesNotContainKey(StoreMark.VIEW_MEANING);

        commit(new StateChange.PutMark(StoreMark.VIEW_MEANING, "one\nline more"));
        commit(
                new StateChange.PutMark(StoreMark.VIEW_MEANING, "two"),
                new StateChange.PutMark(StoreMark.ROOT_PIN, "00"));

        assertThat(marks()).containsEntry(StoreMark.VIEW_MEANING, "two").containsEntry(StoreMark.ROOT_PIN, "00");
    }
}
