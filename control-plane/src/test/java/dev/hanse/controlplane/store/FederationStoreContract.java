// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static dev.hanse.controlplane.store.StoredValues.CLUSTER;
import static dev.hanse.controlplane.store.StoredValues.EAST;
import static dev.hanse.controlplane.store.StoredValues.GATEWAY;
import static dev.hanse.controlplane.store.StoredValues.MEMBER;
import static dev.hanse.controlplane.store.StoredValues.SERVICE;
import static dev.hanse.controlplane.store.StoredValues.SLICE;
import static dev.hanse.controlplane.store.StoredValues.WEB;
import static dev.hanse.controlplane.store.StoredValues.contribution;
import static dev.hanse.controlplane.store.StoredValues.put;
import static dev.hanse.controlplane.store.StoredValues.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.FirstSeen;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Redemption;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.model.TokenPurpose;
import dev.hanse.controlplane.model.TokenRecord;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.net.address.IpPrefix;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What every store does: it gives back what it was given, whole lists at a time. */
abstract class FederationStoreContract extends StoredAuditContract {

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
                new AllowedPrefixes(List.of(IpPrefix.parse("10.20.0.0/16"), IpPrefix.parse("fd00::/8"))),
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
                Optional.of(new Refusal(
                        Refusal.Reason.FOREIGN_PREFIX, "endpoint 192.0.2.9", new ExportOrigin("uid-b", 7))));
        SavedViews views = new SavedViews("1-epoch", 9, 8, Map.of(GATEWAY, 9L));

        commit(
                put(SERVICE, 1),
                put(SLICE, 2),
                new StateChange.PutContribution(refused),
                new StateChange.PutExportPosition(GATEWAY, new Position("e", 5)),
                new StateChange.PutFirstSeen(new FirstSeen(EAST, WEB, NOW, Optional.of(NOW.minusSeconds(1)))),
                new StateChange.PutViews(views));

        SavedExports saved = load().exports();
        assertThat(saved.contributions())
                .containsExactlyInAnyOrder(contribution(SERVICE, 1), contribution(SLICE, 2), refused);
        assertThat(saved.positions()).isEqualTo(Map.of(GATEWAY, new Position("e", 5)));
        assertThat(saved.firstSeen()).containsExactly(new FirstSeen(EAST, WEB, NOW, Optional.of(NOW.minusSeconds(1))));
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
        TokenRecord token = new TokenRecord(
                "t1", "00ff", EAST, new TokenPurpose.NewCluster(), AllowedPrefixes.ANY, NOW, Optional.empty());
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
                        AllowedPrefixes.ANY,
                        Instant.ofEpochMilli(1_000),
                        Optional.empty())));

        commit(new StateChange.ForgetEnded(Instant.ofEpochMilli(1_000)));

        assertThat(load().certificates()).isEmpty();
        assertThat(load().tokens()).hasSize(1);
    }

    @Test
    void newestCertificateOfEachIdentityIsNotForgotten() {
        IssuedCertificate newest = ended("3", "id", 800);
        commit(
                new StateChange.PutCertificate(ended("1", "id", 700)),
                new StateChange.PutCertificate(newest),
                new StateChange.PutCertificate(ended("2", "id", 900).revoked(NOW)),
                new StateChange.PutCertificate(ended("4", "other", 600)),
                new StateChange.PutCertificate(ended("5", "other", 2_000)));

        commit(new StateChange.ForgetEnded(Instant.ofEpochMilli(1_000)));

        assertThat(load().certificates()).containsExactlyInAnyOrder(newest, ended("5", "other", 2_000));
    }

    private static IssuedCertificate ended(String serial, String identity, long at) {
        return new IssuedCertificate(serial, identity, NOW, Instant.ofEpochMilli(at), Optional.empty());
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
        return new TokenRecord(
                id, "hash of " + id, EAST, purpose, AllowedPrefixes.ANY, Instant.ofEpochMilli(2), Optional.empty());
    }

    @Test
    void endedViewsKeepTheirRevisionAndNoEpoch() {
        commit(new StateChange.PutViews(new SavedViews("1-e", 7, 6, Map.of(GATEWAY, 5L))), new StateChange.EndViews());

        assertThat(load().exports().views()).isEqualTo(new SavedViews("", 7, 6, Map.of(GATEWAY, 5L)));
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
