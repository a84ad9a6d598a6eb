// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportCoverage;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects what is sent when: nothing before it is known, snapshots where they are due, each value once. */
class ExportPublisherTest {

    private int epochs;
    private final ExportPublisher publisher = new ExportPublisher(() -> "epoch-" + ++epochs, 1_000_000);

    private static Map<ItemKey, ExportItem> items(ExportItem... items) {
        Map<ItemKey, ExportItem> byKey = new LinkedHashMap<>();
        for (ExportItem item : items) {
            byKey.put(ExportItems.keyOf(item), item);
        }
        return byKey;
    }

    private void desire(Map<ItemKey, ExportItem> items) {
        desire(publisher, items);
    }

    private static void desire(ExportPublisher publisher, Map<ItemKey, ExportItem> items) {
        publisher.desire(items, Coverage.READ);
    }

    private void answer(ExportDelta delta, ItemRefusal... refusals) throws ProtocolException {
        publisher.acknowledged(DeltaAck.newBuilder()
                .setPosition(delta.getPosition())
                .addAllRefusals(java.util.List.of(refusals))
                .build());
    }

    @Test
    void saysNothingBeforeTheSourcesAreKnown() {
        publisher.onWelcome(false, true);

        assertThat(publisher.next()).isEmpty();
    }

    @Test
    void sendsASnapshotOfNothingWhenNothingIsExported() {
        publisher.onWelcome(false, true);
        desire(items());

        ExportDelta delta = publisher.next().orElseThrow();

        assertThat(delta.getSnapshotBegin()).isTrue();
        assertThat(delta.getUpsertsCount()).isZero();
        assertThat(publisher.next()).isEmpty();
    }

    @Test
    void sendsOnlyWhatChanged() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80), Items.exportSlice("web", "s1", 1)));
        answer(publisher.next().orElseThrow());

        desire(items(Items.export("web", 80), Items.exportSlice("web", "s1", 2)));
        ExportDelta delta = publisher.next().orElseThrow();

        assertThat(delta.getSnapshotBegin()).isFalse();
        assertThat(delta.getUpsertsList()).containsExactly(Items.exportSlice("web", "s1", 2));
        assertThat(delta.getPosition())
                .isEqualTo(
                        Position.newBuilder().setEpoch("epoch-1").setVersion(2).build());
    }

    @Test
    void namesTheServicesThatAreNotAnswered() throws ProtocolException {
        assertThat(publisher.unanswered()).as("nothing is known").isEmpty();
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80), Items.export("db", 80)));
        assertThat(publisher.unanswered()).as("not sent").isEmpty();
        ExportDelta delta = publisher.next().orElseThrow();
        assertThat(publisher.unanswered())
                .as("a snapshot withdraws by what it does not name")
                .isEmpty();
        answer(delta);
        assertThat(publisher.unanswered()).contains(Set.of());

        desire(items(Items.export("web", 81), Items.export("db", 80)));
        assertThat(publisher.unanswered()).as("changed").contains(services("web"));
        ExportDelta second = publisher.next().orElseThrow();
        desire(items(Items.export("web", 81)));
        assertThat(publisher.unanswered()).as("and one taken back").contains(services("web", "db"));
        answer(second);
        assertThat(publisher.unanswered()).contains(services("db"));
        answer(publisher.next().orElseThrow());
        assertThat(publisher.unanswered()).contains(Set.of());
        publisher.onWelcome(false, true);
        assertThat(publisher.unanswered()).as("a snapshot is due").isEmpty();
    }

    private static Set<ServiceName> services(String... names) {
        return Stream.of(names).map(name -> new ServiceName("shop", name)).collect(Collectors.toSet());
    }

    @Test
    void goesOnWithoutASnapshotWhenTheControlPlaneHoldsEverything() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        answer(publisher.next().orElseThrow());

        publisher.onWelcome(true, true);
        desire(items(Items.export("web", 81)));

        assertThat(publisher.next().orElseThrow().getSnapshotBegin()).isFalse();
    }

    @Test
    void doesNotClaimAPositionWhilePartsOfAChangeAreUnsent() {
        ExportPublisher small = new ExportPublisher(() -> "e", 50);
        small.onWelcome(false, true);
        desire(small, items(Items.export("a", 80), Items.export("b", 80), Items.export("c", 80)));
        assertThat(small.next().orElseThrow().getMoreFollows()).isTrue();

        assertThat(small.position()).isEqualTo(Position.getDefaultInstance());
    }

    @Test
    void doesNotSendARefusedValueAgainUntilItChanges() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        ExportDelta delta = publisher.next().orElseThrow();
        ItemKey key = ExportItems.keyOf(Items.export("web", 80));
        answer(delta, ItemRefusal.newBuilder().setKey(key).setReason("INVALID").build());

        desire(items(Items.export("web", 80)));
        assertThat(publisher.next()).isEmpty();
        assertThat(publisher.refusals()).hasSize(1);

        desire(items(Items.export("web", 81)));
        answer(publisher.next().orElseThrow());
        assertThat(publisher.refusals()).isEmpty();
    }

    @Test
    void stopsBeginningChangesWhileManyAreUnanswered() {
        publisher.onWelcome(false, true);
        int sent = 0;
        for (int port = 1; port < 100; port++) {
            desire(items(Items.export("web", port)));
            sent += publisher.next().isPresent() ? 1 : 0;
        }

        assertThat(sent).isEqualTo(ExportPublisher.MAX_UNANSWERED);
    }

    @Test
    void refusesAnAnswerToNothing() {
        publisher.onWelcome(false, true);

        assertThatThrownBy(() -> publisher.acknowledged(DeltaAck.getDefaultInstance()))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("answers no delta");
    }

    @Test
    void whatExceededAQuotaIsSaidAgainOnceRoomWasMade() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80), Items.export("api", 80), Items.export("db", 80)));
        answer(next(), refusal(Items.export("api", 80), "QUOTA_EXCEEDED"), refusal(Items.export("db", 80), "INVALID"));
        desire(items(Items.export("api", 80), Items.export("db", 80)));
        ExportDelta removal = next();
        assertThat(removal.getUpsertsCount()).isZero();
        assertThat(publisher.next()).isEmpty();
        answer(removal);
        assertThat(next().getUpsertsList()).as("but not what was invalid").containsExactly(Items.export("api", 80));
    }

    @Test
    void aRefusedValueThatComesBackIsSaidAgain() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        answer(next(), refusal(Items.export("web", 80), "INVALID"));
        desire(items(Items.export("web", 81)));
        desire(items(Items.export("web", 80)));
        assertThat(next().getUpsertsList()).containsExactly(Items.export("web", 80));
    }

    @Test
    void aSnapshotSaysRefusedValuesAgain() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        answer(next(), refusal(Items.export("web", 80), "INVALID"));
        publisher.onWelcome(false, true);
        ExportDelta snapshot = next();
        assertThat(snapshot.getSnapshotBegin()).isTrue();
        assertThat(snapshot.getUpsertsList()).containsExactly(Items.export("web", 80));
    }

    @Test
    void whatIsRefusedKeepsItsLastAcceptedValue() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        answer(next());
        desire(items(Items.export("web", 81)));
        answer(next(), refusal(Items.export("web", 81), "INVALID"));
        desire(items(Items.export("web", 80)));
        assertThat(publisher.next()).as("it is what the control plane holds").isEmpty();
        assertThat(publisher.refusals()).isEmpty();
    }

    @Test
    void whatWasPerhapsRemovedIsNotTakenForHeld() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(Items.export("web", 80)));
        answer(next());
        desire(items());
        next();
        publisher.onWelcome(true, true);
        desire(items(Items.export("web", 81)));
        answer(next(), refusal(Items.export("web", 81), "INVALID"));
        desire(items(Items.export("web", 80)));
        assertThat(next().getUpsertsList()).containsExactly(Items.export("web", 80));
    }

    @Test
    void aRefusalOfWhatWasSaidBeforeCountsForNothing() throws ProtocolException {
        for (ExportItem[] later : new ExportItem[][] {{Items.export("web", 81)}, {}}) {
            ExportPublisher each = new ExportPublisher(() -> "e", 1_000_000);
            each.onWelcome(false, true);
            desire(each, items(Items.export("web", 80)));
            ExportDelta first = each.next().orElseThrow();
            desire(each, items(later));
            ExportDelta second = each.next().orElseThrow();
            assertThat(each.deltasUnderWay()).isEqualTo(2);
            each.acknowledged(DeltaAck.newBuilder()
                    .setPosition(first.getPosition())
                    .addRefusals(refusal(Items.export("web", 80), "INVALID"))
                    .build());
            assertThat(each.next()).isEmpty();
            assertThat(each.refusals()).isEmpty();
            each.acknowledged(
                    DeltaAck.newBuilder().setPosition(second.getPosition()).build());
            assertThat(each.next()).isEmpty();
            assertThat(each.deltasUnderWay()).isZero();
        }
    }

    @Test
    void slicesAreTakenBackBeforeTheirService() throws ProtocolException {
        publisher.onWelcome(false, true);
        desire(items(
                Items.export("web", 80),
                Items.exportSlice("web", "s1", 1),
                Items.export("api", 80),
                Items.exportSlice("api", "s1", 1)));
        answer(next());
        desire(items());
        assertThat(next().getRemovalsList())
                .extracting(ItemKey::hasEndpointSlice)
                .containsExactly(true, true, false, false);
    }

    private ExportDelta next() {
        return publisher.next().orElseThrow();
    }

    private static ItemRefusal refusal(ExportItem item, String reason) {
        return ItemRefusal.newBuilder()
                .setKey(ExportItems.keyOf(item))
                .setReason(reason)
                .build();
    }

    @Test
    void snapshotSaysThatItDoesNotCoverASourceThatWasNeverRead() {
        publisher.onWelcome(false, true);
        publisher.desire(items(Items.export("web", 80)), Coverage.UNKNOWN);

        ExportDelta delta = publisher.next().orElseThrow();

        assertThat(delta.getSnapshotBegin()).isTrue();
        assertThat(delta.getCoverage()).isEqualTo(ExportCoverage.EXPORT_COVERAGE_READ_SOURCES);
        assertThat(publisher.position()).as("cannot be resumed").isEqualTo(Position.getDefaultInstance());
    }

    @Test
    void sendsEverythingAgainOnceEverySourceWasRead() throws ProtocolException {
        publisher.onWelcome(false, true);
        publisher.desire(items(Items.export("web", 80)), Coverage.UNKNOWN);
        ExportDelta first = publisher.next().orElseThrow();
        desire(items(Items.export("web", 80), Items.export("api", 80)));
        assertThat(publisher.next()).as("while an answer is on its way").isEmpty();

        answer(first);
        ExportDelta all = publisher.next().orElseThrow();

        assertThat(all.getSnapshotBegin()).isTrue();
        assertThat(all.getCoverage()).isEqualTo(ExportCoverage.EXPORT_COVERAGE_ALL_SOURCES);
        assertThat(all.getUpsertsCount()).isEqualTo(2);
        assertThat(publisher.position()).isEqualTo(all.getPosition());
    }

    @Test
    void namesWhatHasGoneWhileASourceIsUnknown() {
        publisher.desire(items(Items.export("web", 80), Items.exportSlice("web", "s1", 1)), Coverage.UNHEARD);
        publisher.desire(items(), Coverage.UNKNOWN);
        publisher.onWelcome(false, true);

        ExportDelta delta = publisher.next().orElseThrow();

        assertThat(delta.getRemovalsList())
                .containsExactly(
                        ExportItems.keyOf(Items.exportSlice("web", "s1", 1)),
                        ExportItems.keyOf(Items.export("web", 80)));
    }

    @Test
    void olderControlPlaneHearsNothingBeforeEverySourceIsKnown() {
        publisher.onWelcome(false, false);
        publisher.desire(items(Items.export("web", 80)), Coverage.UNKNOWN);
        assertThat(publisher.next()).isEmpty();
        assertThat(publisher.holdsBack()).isTrue();

        desire(items(Items.export("web", 80)));
        assertThat(publisher.holdsBack()).isFalse();
        ExportDelta delta = publisher.next().orElseThrow();
        assertThat(delta.getSnapshotBegin()).isTrue();
        assertThat(delta.getCoverage()).isEqualTo(ExportCoverage.EXPORT_COVERAGE_UNSPECIFIED);
    }

    @Test
    void olderControlPlaneHearsWhatWasKeptAsBefore() {
        publisher.onWelcome(false, false);
        publisher.desire(items(Items.export("web", 80)), Coverage.KEPT);

        assertThat(publisher.next().orElseThrow().getUpsertsCount()).isOne();
    }

    @Test
    void gatewayWithoutASourceSaysThatItKnowsNothing() {
        publisher.onWelcome(false, true);
        publisher.desire(items(), Coverage.NO_SOURCE);

        assertThat(publisher.next().orElseThrow().getCoverage()).isEqualTo(ExportCoverage.EXPORT_COVERAGE_NO_SOURCES);
    }
}
