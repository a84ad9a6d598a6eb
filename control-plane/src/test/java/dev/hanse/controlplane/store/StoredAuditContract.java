// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static dev.hanse.controlplane.store.StoredValues.count;
import static dev.hanse.controlplane.store.StoredValues.done;
import static dev.hanse.controlplane.store.StoredValues.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.AuditRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every store does with the audit: changes and refusals come back, each kind apart from the other, by pages and filters. */
abstract class StoredAuditContract {

    protected static final Instant NOW = StoredValues.NOW;

    /** The store under test, the same one each time it is opened again. */
    abstract FederationStore open();

    final void commit(StateChange... changes) {
        try (FederationStore store = open()) {
            store.commit(List.of(changes));
        }
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
}
