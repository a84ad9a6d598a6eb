// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.rpc.RefusedException;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects the limits of members: what a gateway holds is counted once, however it came and however it leaves. */
class QuotaLedgerTest {

    private static final GatewayId GATEWAY = Fixture.gateway("east", "gw-1");
    private static final GatewayId SECOND = Fixture.gateway("east", "gw-2");

    private final QuotaLedger ledger = new QuotaLedger(new ExportLimits(2, 2, 4));
    private final GatewayExports exports = new GatewayExports(GATEWAY, ledger);
    private long version;

    /** Services, slices, endpoints, refused items. */
    private static List<Integer> counts(Holdings holdings) {
        return List.of(holdings.services(), holdings.slices(), holdings.endpoints(), holdings.refusedOnly());
    }

    private static Contribution accepted(GatewayId gateway, ExportItem item) {
        return new Contribution(gateway, item.key(), 1, Optional.of(item), Optional.empty());
    }

    private static Contribution refused(ExportItem item) {
        return new Contribution(
                GATEWAY, item.key(), 1, Optional.empty(), Optional.of(new Refusal(Refusal.Reason.INVALID, "it is")));
    }

    private StagedChange stage(boolean snapshot, boolean more, List<ExportKey> removals, ExportItem... items) {
        ExportChange piece = new ExportChange(new Position("g", ++version), snapshot, more, removals, List.of(items));
        StagedChange staged = exports.staged(
                piece,
                (base, position, begin) -> new StagedChange(Fixture.cluster("east", 1), base, ledger, position, begin));
        staged.take(piece);
        return staged;
    }

    private void apply(boolean snapshot, List<ExportKey> removals, ExportItem... items) {
        stage(snapshot, false, removals, items);
        exports.commit(new Position("g", version), () -> version);
    }

    @Test
    void whatWasReadAtStartCountsFromTheStart() {
        exports.restore(accepted(GATEWAY, Fixture.service("a/a")));
        exports.restore(accepted(GATEWAY, Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2")));
        exports.restore(refused(Fixture.service("a/b")));
        exports.restore(new Position("g", version));
        exports.connected(true);

        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 1, 2, 1);
        StagedChange staged =
                stage(false, true, List.of(), Fixture.service("a/b"), Fixture.service("a/c"), Fixture.service("a/d"));
        assertThat(staged.overlay().get(ExportKey.of(ServiceName.parse("a/b"))))
                .hasValueSatisfying(each -> assertThat(each.refusal()).isEmpty());
        assertThat(staged.overlay().get(ExportKey.of(ServiceName.parse("a/c"))))
                .hasValueSatisfying(each -> assertThat(each.refusal()).isPresent());
    }

    @Test
    void withdrawalFrees() {
        apply(true, List.of(), Fixture.service("a/a"), Fixture.slice("a/a", "x", "10.1.0.1"), Fixture.service("a/b"));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(2, 1, 1, 0);

        apply(false, List.of(ExportKey.of(ServiceName.parse("a/a"))));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 0, 0, 0);

        exports.drop();
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(Holdings.NONE);
        assertThat(ledger.services(GATEWAY.cluster())).isZero();
    }

    @Test
    void refusedItemCountsAmongTheRefusedUntilItIsAccepted() {
        apply(true, List.of(), Fixture.service("a/a"), Fixture.slice("a/a", "x", "192.0.2.1"));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 0, 0, 1);

        apply(false, List.of(), Fixture.slice("a/a", "x", "10.1.0.1"));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 1, 1, 0);

        // The last accepted value stays, and goes on counting.
        apply(false, List.of(), Fixture.slice("a/a", "x", "192.0.2.1"));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 1, 1, 0);
    }

    @Test
    void changeThatWasGivenUpCountsNowhere() {
        apply(true, List.of(), Fixture.service("a/a"));
        stage(false, true, List.of(), Fixture.service("a/b"));
        assertThat(counts(ledger.stagedBy(GATEWAY))).containsExactly(2, 0, 0, 0);

        exports.lost(Instant.EPOCH);
        assertThat(ledger.stagedBy(GATEWAY)).isEqualTo(Holdings.NONE);
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 0, 0, 0);
    }

    @Test
    void serviceOfTwoGatewaysIsOneOfTheCluster() {
        GatewayExports second = new GatewayExports(SECOND, ledger);
        exports.restore(accepted(GATEWAY, Fixture.service("a/a")));
        second.restore(accepted(SECOND, Fixture.service("a/a")));
        second.restore(accepted(SECOND, Fixture.service("a/b")));
        assertThat(ledger.services(GATEWAY.cluster())).isEqualTo(2);

        second.drop();
        assertThat(ledger.services(GATEWAY.cluster())).isEqualTo(1);
    }

    @Test
    void removalsOfWhatIsNotThereLeaveNoTrace() {
        apply(true, List.of(), Fixture.service("a/a"));
        List<ExportKey> nothing =
                List.of(ExportKey.of(ServiceName.parse("a/z")), new ExportKey(ServiceName.parse("a/a"), "y"));

        assertThat(stage(false, true, nothing).overlay()).isEmpty();
        assertThat(stage(true, true, List.of(ExportKey.of(ServiceName.parse("a/a"))))
                        .overlay())
                .isEmpty();
    }

    @Test
    void valuesKeptBesideRefusalsAreHeldToTheLimitsToo() {
        apply(
                true,
                List.of(),
                Fixture.service("a/a"),
                Fixture.slice("a/a", "x", "10.1.0.1"),
                Fixture.slice("a/a", "y", "10.1.0.2"));
        apply(
                true,
                List.of(),
                Fixture.service("a/a"),
                Fixture.slice("a/a", "u", "10.1.0.3"),
                Fixture.slice("a/a", "v", "10.1.0.4"),
                Fixture.slice("a/a", "x", "192.0.2.1"),
                Fixture.slice("a/a", "y", "192.0.2.2"));

        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(1, 2, 2, 2);
    }

    @Test
    void serviceOfThreeGatewaysEndsWithTheLast() {
        GatewayExports second = new GatewayExports(SECOND, ledger);
        GatewayId thirdId = Fixture.gateway("east", "gw-3");
        GatewayExports third = new GatewayExports(thirdId, ledger);
        exports.restore(accepted(GATEWAY, Fixture.service("a/a")));
        second.restore(accepted(SECOND, Fixture.service("a/a")));
        third.restore(accepted(thirdId, Fixture.service("a/a")));
        for (GatewayExports each : List.of(exports, second)) {
            each.drop();
            assertThat(ledger.services(GATEWAY.cluster())).isEqualTo(1);
        }
        third.drop();
        assertThat(ledger.services(GATEWAY.cluster())).isZero();
    }

    @Test
    void exactlyTheLimitsMayBeHeld() {
        apply(
                true,
                List.of(),
                Fixture.service("a/a"),
                Fixture.service("a/b"),
                Fixture.service("a/c"),
                Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2", "10.1.0.3"),
                Fixture.slice("a/a", "y", "10.1.0.4"),
                Fixture.slice("a/a", "z"));
        assertThat(counts(ledger.heldBy(GATEWAY))).containsExactly(2, 2, 4, 2);
        apply(false, List.of(), Fixture.slice("a/a", "y", "10.1.0.4", "10.1.0.5"));
        assertThat(counts(ledger.heldBy(GATEWAY))).as("the smaller value stays").containsExactly(2, 2, 4, 2);
    }

    @Test
    void whatChangesTwiceInAChangeCountsOnce() {
        apply(true, List.of(), Fixture.service("a/a"));
        stage(false, true, List.of(), Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2", "10.1.0.3"));
        stage(false, true, List.of(), Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4"));
        assertThat(counts(ledger.stagedBy(GATEWAY))).containsExactly(1, 1, 4, 0);
        stage(false, true, List.of(new ExportKey(ServiceName.parse("a/a"), "x")));
        assertThat(counts(ledger.stagedBy(GATEWAY))).containsExactly(1, 0, 0, 0);
    }

    // --- octets ---

    private static final long OF_ONE =
            Holdings.of(accepted(GATEWAY, Fixture.service("a/a"))).octets();

    private static Quota octets(long octets) {
        return new Quota(100, 100, 100, octets);
    }

    private static StagedChange snapshot(QuotaLedger ledger, GatewayExports exports, String... services) {
        ExportChange piece = new ExportChange(
                new Position("g", 1),
                true,
                true,
                List.of(),
                Stream.of(services).map(Fixture::service).toList());
        StagedChange staged = exports.staged(
                piece,
                (base, position, begin) -> new StagedChange(Fixture.cluster("east", 1), base, ledger, position, begin));
        staged.take(piece);
        return staged;
    }

    private static List<String> accepted(StagedChange change) {
        return change.overlay().values().stream()
                .flatMap(Optional::stream)
                .filter(each -> each.refusal().isEmpty())
                .map(each -> each.key().toString())
                .toList();
    }

    @Test
    void octetsOfOneGatewayAreLimited() {
        QuotaLedger small =
                new QuotaLedger(new ExportLimits(octets(2 * OF_ONE), octets(99 * OF_ONE), octets(99 * OF_ONE)));

        assertThat(accepted(snapshot(small, new GatewayExports(GATEWAY, small), "a/a", "a/b", "a/c")))
                .containsExactly("a/a", "a/b");
    }

    @Test
    void octetsOfAllGatewaysOfAClusterAreLimitedAlsoWhileTheyArrive() {
        QuotaLedger small =
                new QuotaLedger(new ExportLimits(octets(99 * OF_ONE), octets(3 * OF_ONE), octets(99 * OF_ONE)));
        GatewayExports second = new GatewayExports(SECOND, small);

        assertThat(accepted(snapshot(small, new GatewayExports(GATEWAY, small), "a/a", "a/b")))
                .hasSize(2);
        assertThat(accepted(snapshot(small, second, "b/a", "b/b"))).containsExactly("b/a");
    }

    @Test
    void octetsOfAllClustersAreLimited() {
        QuotaLedger small =
                new QuotaLedger(new ExportLimits(octets(99 * OF_ONE), octets(99 * OF_ONE), octets(3 * OF_ONE)));
        GatewayExports west = new GatewayExports(Fixture.gateway("west", "gw-1"), small);
        snapshot(small, new GatewayExports(GATEWAY, small), "a/a", "a/b");

        assertThat(accepted(snapshot(small, west, "b/a", "b/b"))).containsExactly("b/a");
        small.remove(GATEWAY.cluster());
        assertThat(small.ofSet().services()).isEqualTo(1);
    }

    @Test
    void aGatewayThatHoldsAllItMayIsStillToldOfWhatIsRefused() {
        QuotaLedger small = new QuotaLedger(new ExportLimits(octets(OF_ONE), octets(99 * OF_ONE), octets(99 * OF_ONE)));

        StagedChange staged = snapshot(small, new GatewayExports(GATEWAY, small), "a/a", "a/b");

        assertThat(staged.overlay().get(ExportKey.of(ServiceName.parse("a/b"))))
                .hasValueSatisfying(each -> assertThat(each.refusal())
                        .hasValueSatisfying(
                                why -> assertThat(why.message()).contains("a/b", "MiB of memory", "from one gateway")));
    }

    @Test
    void refusalsBesideKeptValuesDoNotPassTheLimit() {
        QuotaLedger small =
                new QuotaLedger(new ExportLimits(octets(OF_ONE + 10), octets(99 * OF_ONE), octets(99 * OF_ONE)));
        GatewayExports full = new GatewayExports(GATEWAY, small);
        snapshot(small, full, "a/a");
        full.commit(new Position("g", 1), () -> 1);
        ExportChange bad =
                new ExportChange(new Position("g", 2), false, true, List.of(), List.of(withLongPortName("a/a")));
        StagedChange staged = full.staged(
                bad,
                (base, position, begin) -> new StagedChange(Fixture.cluster("east", 1), base, small, position, begin));

        assertThat(staged.take(bad)).hasSize(1);
        assertThat(small.stagedBy(GATEWAY).octets()).isEqualTo(OF_ONE);
    }

    private static ExportItem withLongPortName(String service) {
        return new ExportItem.Service(new ServiceExport(
                ServiceName.parse(service),
                ServiceType.CLUSTER_SET_IP,
                Fixture.NOW,
                List.of(ServicePort.of("p".repeat(63), Protocol.TCP, 80)),
                ServiceTraits.NONE));
    }

    // --- the change as a whole ---

    @Test
    void aChangeThatNamesWhatNeverExistedEnds() {
        apply(true, List.of());
        List<ExportKey> nothing = IntStream.range(0, 1_000)
                .mapToObj(i -> new ExportKey(ServiceName.parse("a/a"), "s" + i))
                .toList();
        ++version;
        assertThatThrownBy(() -> {
                    for (int i = 0; i < ChangeBounds.MAX_PIECES; i++) {
                        take(new ExportChange(new Position("g", version), false, true, nothing, List.of()));
                    }
                })
                .isInstanceOf(RefusedException.class)
                .hasMessage("change of exports: 66000 items (expected: at most 65536 in all deltas of one change)");
    }

    @Test
    void aChangeOfTooManyPiecesOrOctetsEnds() {
        apply(true, List.of());
        ++version;
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= ChangeBounds.MAX_PIECES; i++) {
                        take(new ExportChange(new Position("g", version), false, true, List.of(), List.of()));
                    }
                })
                .hasMessageContaining("1025 pieces");
        exports.lost(Instant.EPOCH);
        exports.connected(true);
        assertThatThrownBy(() -> {
                    for (int i = 0; i <= 64; i++) {
                        take(new ExportChange(
                                new Position("g", version),
                                false,
                                true,
                                ExportCoverage.ALL_SOURCES,
                                List.of(),
                                List.of(),
                                0,
                                1 << 20));
                    }
                })
                .hasMessageContaining("octets (expected: at most 67108864");
    }

    private void take(ExportChange piece) {
        exports.staged(
                        piece,
                        (base, position, begin) ->
                                new StagedChange(Fixture.cluster("east", 1), base, ledger, position, begin))
                .take(piece);
    }
}
