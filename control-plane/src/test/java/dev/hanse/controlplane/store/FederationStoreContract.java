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
import static dev.hanse.controlplane.store.StoredValues.count;
import static dev.hanse.controlplane.store.StoredValues.done;
import static dev.hanse.controlplane.store.StoredValues.put;
import static dev.hanse.controlplane.store.StoredValues.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.AllowedPrefixes;
import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.AuditRecord;
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
import dev.hanse.net.address.IpPrefix;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store does: it gives back what it was given, whole lists at a time. */
abstract class FederationStoreContract {

    protected static final Instant NOW = StoredValues.NOW;

    /** The store under test, the same one each time it is opened again. */
    abstract FederationStore open();

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
                Optional.of(new Refusal(Refusal.Reason.FOREIGN_PREFIX, "endpoint 192.0.2.9")));
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
    void auditGivesNewestFirst() {
        AuditEntry first = done("me", "a", "s", NOW);
        AuditEntry second = done("me", "b", "s", NOW);
        AuditEntry third = refused("192.0.2.7", "east/gw-1", NOW);
        commit(new StateChange.Audit(first), new StateChange.Audit(second), count(third));

        try (FederationStore store = open()) {
            assertThat(store.audit(10)).containsExactly(third, second, first);
            assertThat(store.audit(1)).containsExactly(third);
        }
    }

    @Test
    void repeatedRefusalsAreOneLine() {
        commit(count(refused("192.0.2.7", "east/gw-1", NOW), refused("192.0.2.8", "east/gw-1", NOW)));
        commit(new StateChange.Audit(done("me", "a", "s", NOW)));
        commit(count(
                refused("192.0.2.7", "east/gw-2", NOW.plusSeconds(1)),
                refused("192.0.2.7", "east/gw-3", NOW.plusSeconds(2))));

        try (FederationStore store = open()) {
            assertThat(store.audit(10))
                    .containsExactly(
                            new AuditEntry(
                                    NOW.plusSeconds(2),
                                    "192.0.2.7",
                                    "cluster.register",
                                    "east/gw-3",
                                    "TOKEN_USED",
                                    "x",
                                    3,
                                    NOW),
                            done("me", "a", "s", NOW),
                            refused("192.0.2.8", "east/gw-1", NOW));
        }
    }

    @Test
    void refusalsPushOutNoChangesAndThoseOfAddressesNoneOfMembers() {
        AuditEntry change = done("me", "a", "s", NOW);
        AuditEntry ofMember = refused("spiffe://demo/cluster/east/gateway/gw-1", "east/gw-1", NOW);
        commit(new StateChange.Audit(change), count(ofMember));

        commit(count(IntStream.range(0, 10_010)
                .mapToObj(i -> refused("192.0.2." + i, "east/gw-1", NOW))
                .toArray(AuditEntry[]::new)));

        try (FederationStore store = open()) {
            List<AuditEntry> kept = store.audit(20_000);
            assertThat(kept).endsWith(ofMember, change);
            assertThat(kept.getFirst().actor()).isEqualTo("192.0.2.10009");
            assertThat(kept).hasSizeBetween(10_002, 10_012);
        }
    }

    @Test
    void auditIsReadByPages() {
        commit(
                new StateChange.Audit(done("me", "a", "s", NOW)),
                new StateChange.Audit(done("me", "b", "s", NOW)),
                new StateChange.Audit(done("me", "c", "s", NOW)));

        try (FederationStore store = open()) {
            List<AuditRecord> first = store.audit(AuditFilter.ALL, Long.MAX_VALUE, 2);
            List<AuditRecord> second =
                    store.audit(AuditFilter.ALL, first.getLast().place(), 2);

            assertThat(first).extracting(each -> each.entry().action()).containsExactly("c", "b");
            assertThat(second).extracting(each -> each.entry().action()).containsExactly("a");
        }
    }

    static Stream<Arguments> filters() {
        return Stream.of(
                Arguments.of("all", AuditFilter.ALL, "6 5 4 3 2 1"),
                Arguments.of("granted", filter(AuditFilter.Outcome.GRANTED, "", "", ""), "4 3 2 1"),
                Arguments.of("refused", filter(AuditFilter.Outcome.REFUSED, "", "", ""), "6 5"),
                Arguments.of("action", filter(AuditFilter.Outcome.ANY, "cluster.remove", "", ""), "3"),
                Arguments.of("actions below", filter(AuditFilter.Outcome.ANY, "cluster", "", ""), "6 5 3 2"),
                Arguments.of("no part of a word", filter(AuditFilter.Outcome.ANY, "cluster.re", "", ""), ""),
                Arguments.of("actor", filter(AuditFilter.Outcome.ANY, "", "spiffe://demo/operator", ""), "3 1"),
                Arguments.of("wildcards are text", filter(AuditFilter.Outcome.ANY, "", "%", ""), ""),
                Arguments.of("subject", filter(AuditFilter.Outcome.ANY, "", "", "east"), "5 3 2 1"),
                Arguments.of("gateway", filter(AuditFilter.Outcome.ANY, "", "", "east/gw-1"), "5 2"),
                Arguments.of(
                        "from, of refusals the last",
                        times(Optional.of(NOW.plusSeconds(2)), Optional.empty()),
                        "6 5 4 3"),
                Arguments.of(
                        "until, of refusals the first",
                        times(Optional.empty(), Optional.of(NOW.plusSeconds(2))),
                        "5 2 1"));
    }

    private static AuditFilter filter(AuditFilter.Outcome outcome, String action, String actor, String subject) {
        return new AuditFilter(outcome, action, actor, subject, Optional.empty(), Optional.empty());
    }

    private static AuditFilter times(Optional<Instant> from, Optional<Instant> until) {
        return new AuditFilter(AuditFilter.Outcome.ANY, "", "", "", from, until);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void filters(String name, AuditFilter filter, String places) {
        commit(
                new StateChange.Audit(done("spiffe://demo/operator/admin", "token.create", "east", NOW)),
                new StateChange.Audit(done("192.0.2.1", "cluster.register", "east/gw-1", NOW.plusSeconds(1))),
                new StateChange.Audit(
                        done("spiffe://demo/operator/admin", "cluster.remove", "east", NOW.plusSeconds(2))),
                new StateChange.Audit(done("192.0.2.1", "certificate.renew", "eastern", NOW.plusSeconds(3))),
                count(
                        refused("192.0.2.9", "east/gw-1", NOW),
                        refused("192.0.2.9", "east/gw-1", NOW.plusSeconds(3)),
                        refused("192.0.2.10", "west/gw-1", NOW.plusSeconds(4))));

        try (FederationStore store = open()) {
            List<AuditRecord> all = new ArrayList<>(store.audit(AuditFilter.ALL, Long.MAX_VALUE, 10));
            Collections.reverse(all);
            assertThat(store.audit(filter, Long.MAX_VALUE, 10))
                    .extracting(each -> Integer.toString(all.indexOf(each) + 1))
                    .isEqualTo(Stream.of(places.split(" "))
                            .filter(each -> !each.isEmpty())
                            .toList());
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
