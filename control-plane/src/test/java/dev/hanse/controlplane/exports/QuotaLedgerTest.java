// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.Refusal;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects the limits of members: what a gateway holds is counted once, however it came and however it leaves. */
class QuotaLedgerTest {

    private static final GatewayId GATEWAY = Fixture.gateway("east", "gw-1");
    private static final GatewayId SECOND = Fixture.gateway("east", "gw-2");

    private final QuotaLedger ledger = new QuotaLedger(new ExportLimits(2, 2, 4));
    private final GatewayExports exports = new GatewayExports(GATEWAY, ledger);
    private long version;

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

        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 1, 2, 1));
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
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(2, 1, 1, 0));

        apply(false, List.of(ExportKey.of(ServiceName.parse("a/a"))));
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 0, 0, 0));

        exports.drop();
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(Holdings.NONE);
        assertThat(ledger.services()).isZero();
    }

    @Test
    void refusedItemCountsAmongTheRefusedUntilItIsAccepted() {
        apply(true, List.of(), Fixture.service("a/a"), Fixture.slice("a/a", "x", "192.0.2.1"));
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 0, 0, 1));

        apply(false, List.of(), Fixture.slice("a/a", "x", "10.1.0.1"));
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 1, 1, 0));

        // The last accepted value stays, and goes on counting.
        apply(false, List.of(), Fixture.slice("a/a", "x", "192.0.2.1"));
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 1, 1, 0));
    }

    @Test
    void changeThatWasGivenUpCountsNowhere() {
        apply(true, List.of(), Fixture.service("a/a"));
        stage(false, true, List.of(), Fixture.service("a/b"));
        assertThat(ledger.stagedBy(GATEWAY)).isEqualTo(new Holdings(2, 0, 0, 0));

        exports.lost(Instant.EPOCH);
        assertThat(ledger.stagedBy(GATEWAY)).isEqualTo(Holdings.NONE);
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 0, 0, 0));
    }

    @Test
    void serviceOfTwoGatewaysIsOneOfTheCluster() {
        GatewayExports second = new GatewayExports(SECOND, ledger);
        exports.restore(accepted(GATEWAY, Fixture.service("a/a")));
        second.restore(accepted(SECOND, Fixture.service("a/a")));
        second.restore(accepted(SECOND, Fixture.service("a/b")));
        assertThat(ledger.services()).isEqualTo(2);

        second.drop();
        assertThat(ledger.services()).isEqualTo(1);
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

        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(1, 2, 2, 2));
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
            assertThat(ledger.services()).isEqualTo(1);
        }
        third.drop();
        assertThat(ledger.services()).isZero();
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
        assertThat(ledger.heldBy(GATEWAY)).isEqualTo(new Holdings(2, 2, 4, 2));
        apply(false, List.of(), Fixture.slice("a/a", "y", "10.1.0.4", "10.1.0.5"));
        assertThat(ledger.heldBy(GATEWAY)).as("the smaller value stays").isEqualTo(new Holdings(2, 2, 4, 2));
    }

    @Test
    void whatChangesTwiceInAChangeCountsOnce() {
        apply(true, List.of(), Fixture.service("a/a"));
        stage(false, true, List.of(), Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2", "10.1.0.3"));
        stage(false, true, List.of(), Fixture.slice("a/a", "x", "10.1.0.1", "10.1.0.2", "10.1.0.3", "10.1.0.4"));
        assertThat(ledger.stagedBy(GATEWAY)).isEqualTo(new Holdings(1, 1, 4, 0));
        stage(false, true, List.of(new ExportKey(ServiceName.parse("a/a"), "x")));
        assertThat(ledger.stagedBy(GATEWAY)).isEqualTo(new Holdings(1, 0, 0, 0));
    }
}
