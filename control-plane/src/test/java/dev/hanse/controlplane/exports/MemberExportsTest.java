// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import static dev.hanse.controlplane.testing.Fixture.NOW;
import static dev.hanse.controlplane.testing.Fixture.service;
import static dev.hanse.controlplane.testing.Fixture.slice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.model.ProtocolViolationException;
import dev.hanse.controlplane.store.SavedExports;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.controlplane.testing.TestFederation;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceType;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Protects what members said across pieces, gateways and restarts: nothing half said counts, and nothing said is forgotten too early. */
class MemberExportsTest {

    private static final Instant LONG_AGO = NOW.minus(Duration.ofDays(3_650));
    private static final ServiceName WEB = ServiceName.parse("shop/web");

    private final Fixture fixture = new Fixture();
    private final GatewayId east = fixture.join("east", 1);
    private final GatewayId second = fixture.joinAnother("east", "gw-2");
    private final GatewayId west = fixture.join("west", 2);

    @Test
    void theLaterChangeCountsWhicheverGatewayItIs() {
        for (GatewayId later : List.of(second, east, second)) {
            GatewayId earlier = later.equals(east) ? second : east;
            fixture.snapshot(earlier, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
            fixture.snapshot(later, service("shop/web"), slice("shop/web", "a", "10.1.0.2"));
            fixture.snapshot(earlier, service("shop/web"), slice("shop/web", "a", "10.1.0.3"));
            assertThat(fixture.item(west, "slice east/shop/web/a").toString()).contains("10.1.0.3");
        }
    }

    @Test
    void piecesOfOneChangeHaveOnePosition() {
        fixture.snapshot(east);
        piece(new Position("g", 10), true, service("shop/web"));
        piece(new Position("g", 10), true, service("shop/db"));
        assertViolation(new Position("g", 9));
        assertViolation(new Position("h", 10));
        assertThat(fixture.view(west)).isEmpty();
        piece(new Position("g", 10), false);
        assertThat(fixture.view(west)).containsExactly("import shop/db", "import shop/web");
    }

    @Test
    void halfAChangeIsForgottenWhenItsStreamEnds() {
        fixture.snapshot(east, service("shop/web"));
        fixture.apply(east, false, true, List.of(ExportKey.of(WEB)), List.of(service("shop/half")));
        assertThat(fixture.federation.connected(east, new Position("g", 1))).isTrue();
        piece(new Position("g", 2), false, service("shop/db"));
        assertThat(fixture.view(west)).containsExactly("import shop/db", "import shop/web");
    }

    @Test
    void whatAGatewaySaidThatDoesNotComeBackEndsAfterARestartToo() {
        fixture.snapshot(east, service("shop/web"));
        fixture.snapshot(second, service("shop/db"));
        TestFederation restarted = restart();
        restarted.connected(second, Position.NONE);
        restarted.apply(second, snapshotOf(service("shop/db")), NOW);
        restarted.tick(NOW.plus(Fixture.HOLD).minusNanos(1));
        assertThat(restarted.services()).containsKeys(WEB, ServiceName.parse("shop/db"));
        restarted.tick(NOW.plus(Fixture.HOLD));
        assertThat(restarted.services()).containsOnlyKeys(ServiceName.parse("shop/db"));
    }

    @Test
    void whenItWasFirstSeenOutlivesARestart() {
        fixture.now = NOW.plus(Duration.ofMinutes(1));
        fixture.snapshot(east, service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP));
        assertThat(creation(fixture.federation)).isEqualTo(fixture.now);
        assertThat(creation(restart())).isEqualTo(fixture.now);
    }

    @Test
    void claimsDecideAmongWhatComesJustAfterAStartAlsoOnceThatIsLongAgo() {
        fixture.snapshot(west, service("shop/web", NOW.minusSeconds(60), ServiceType.HEADLESS));
        fixture.now = NOW.plusSeconds(29);
        fixture.snapshot(east, service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP));
        assertThat(type(fixture.federation)).isEqualTo(ServiceType.CLUSTER_SET_IP);
        TestFederation restarted = restart();
        assertThat(type(restarted)).isEqualTo(ServiceType.CLUSTER_SET_IP);

        restarted.connected(west, Position.NONE);
        restarted.apply(
                west,
                snapshotOf(service("shop/web", LONG_AGO.minusSeconds(1), ServiceType.HEADLESS)),
                NOW.plusSeconds(1));
        assertThat(type(restarted)).as("a claim counts as it was made then").isEqualTo(ServiceType.CLUSTER_SET_IP);
    }

    @Test
    void backdatingDoesNotWinAgainstWhatWasSeenBefore() {
        fixture.now = NOW.plusSeconds(30);
        fixture.snapshot(west, service("shop/web", NOW, ServiceType.HEADLESS));
        fixture.now = NOW.plusSeconds(31);
        fixture.snapshot(east, service("shop/web", NOW.minusSeconds(260), ServiceType.CLUSTER_SET_IP));
        assertThat(type(fixture.federation)).isEqualTo(ServiceType.HEADLESS);
    }

    @Test
    void whatWasSeenBeforeAStartIsOlderThanAnyClaimAfterIt() {
        fixture.now = NOW.plusSeconds(40);
        fixture.snapshot(west, service("shop/web", NOW, ServiceType.HEADLESS));
        TestFederation restarted = restart();
        restarted.connected(east, Position.NONE);
        restarted.apply(east, snapshotOf(service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP)), NOW);
        assertThat(type(restarted)).as("though the clock was set back").isEqualTo(ServiceType.HEADLESS);
    }

    @Test
    void anotherGatewayOfAClusterMakesItsExportsNoYounger() {
        fixture.now = NOW.plusSeconds(40);
        fixture.snapshot(east, service("shop/web", NOW, ServiceType.CLUSTER_SET_IP));
        fixture.now = NOW.plusSeconds(50);
        fixture.snapshot(west, service("shop/web", NOW, ServiceType.HEADLESS));
        fixture.now = NOW.plusSeconds(60);
        fixture.snapshot(second, service("shop/web", fixture.now, ServiceType.CLUSTER_SET_IP));
        assertThat(type(fixture.federation)).isEqualTo(ServiceType.CLUSTER_SET_IP);
        fixture.now = NOW.plusSeconds(70);
        fixture.federation.connected(east, Position.NONE);
        fixture.snapshot(east, service("shop/web", fixture.now, ServiceType.CLUSTER_SET_IP));
        assertThat(type(fixture.federation)).as("reinstalled").isEqualTo(ServiceType.CLUSTER_SET_IP);
        assertThat(creation(fixture.federation)).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void whenItWasFirstSeenIsAmongWhatIsWrittenOnceTheStoreWorksAgain() {
        fixture.store.fail(true);
        fixture.snapshot(east, service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP));
        fixture.store.fail(false);
        fixture.federation.tick(NOW);
        SavedExports saved = fixture.store.load().exports();
        assertThat(saved.firstSeen()).singleElement().satisfies(seen -> {
            assertThat(seen.cluster()).isEqualTo(new ClusterId("east"));
            assertThat(seen.service()).isEqualTo(WEB);
            assertThat(seen.at()).isEqualTo(NOW);
        });
    }

    @Test
    void whatEndedWithItsGatewayIsSeenForTheFirstTimeWhenItComesAgain() {
        fixture.snapshot(east, service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP));
        fixture.snapshot(second);
        fixture.federation.lost(east, NOW);
        fixture.federation.tick(NOW.plus(Fixture.HOLD));
        assertThat(fixture.store.load().exports().firstSeen()).isEmpty();
        fixture.now = NOW.plus(Duration.ofHours(1));
        fixture.change(second, service("shop/web", LONG_AGO, ServiceType.CLUSTER_SET_IP));
        assertThat(creation(fixture.federation)).isEqualTo(NOW.plus(Duration.ofHours(1)));
    }

    @Test
    void aSliceCanBeTakenBackAlone() {
        fixture.snapshot(
                east, service("shop/web"), slice("shop/web", "a", "10.1.0.1"), slice("shop/web", "b", "10.1.0.2"));
        fixture.remove(east, new ExportKey(WEB, "a"));
        assertThat(fixture.view(west)).containsExactly("import shop/web", "slice east/shop/web/b");
    }

    @Test
    void anAcceptedValueIsNotHiddenByALaterRefusalElsewhere() {
        for (GatewayId accepted : List.of(east, second)) {
            GatewayId refused = accepted.equals(east) ? second : east;
            fixture.snapshot(refused, service("shop/web"));
            fixture.snapshot(accepted, service("shop/web"), slice("shop/web", "a", "10.1.0.1"));
            fixture.change(refused, slice("shop/web", "a", "10.2.0.1"));
            assertThat(fixture.item(west, "slice east/shop/web/a").toString()).contains("10.1.0.1");
            assertThat(fixture.conditions(accepted, "shop/web")).contains("READY FALSE Failed");
            fixture.snapshot(accepted);
            fixture.snapshot(refused);
        }
    }

    @Test
    void snapshotThatDoesNotCoverEverySourceWithdrawsNothingThatItDoesNotName() {
        fixture.snapshot(east, service("shop/web"), service("shop/db"), service("shop/old"));
        begin(
                east,
                ExportCoverage.READ_SOURCES,
                List.of(ExportKey.of(ServiceName.parse("shop/old"))),
                service("shop/new"));

        assertThat(fixture.view(west)).containsExactly("import shop/db", "import shop/new", "import shop/web");

        begin(east, ExportCoverage.ALL_SOURCES, List.of(), service("shop/web"));
        assertThat(fixture.view(west)).containsExactly("import shop/web");
    }

    @Test
    void sequenceThatDoesNotCoverEverySourceCannotBeResumed() {
        begin(east, ExportCoverage.READ_SOURCES, List.of(), service("shop/web"));
        begin(second, ExportCoverage.NO_SOURCES, List.of());
        for (TestFederation each : List.of(fixture.federation, restart())) {
            assertThat(each.connected(east, new Position("c", 1))).isFalse();
            assertThat(each.connected(second, new Position("c", 1))).isFalse();
        }
    }

    @Test
    void gatewayThatDoesNotKnowEverythingEndsNothingThatALostOneSaid() {
        for (ExportCoverage coverage : List.of(ExportCoverage.READ_SOURCES, ExportCoverage.NO_SOURCES)) {
            fixture.snapshot(east, service("shop/web"));
            begin(second, coverage, List.of());
            fixture.federation.lost(east, NOW);
            fixture.federation.tick(NOW.plus(Fixture.HOLD));
            assertThat(fixture.view(west)).as("%s", coverage).containsExactly("import shop/web");
        }

        begin(second, ExportCoverage.ALL_SOURCES, List.of());
        fixture.federation.tick(NOW.plus(Fixture.HOLD));
        assertThat(fixture.view(west)).isEmpty();
    }

    @Test
    void whatAGatewaySaidBeforeAndCannotReadAnyMoreEndsBesideOneThatCan() {
        fixture.snapshot(east, service("shop/web"), service("shop/db"), slice("shop/db", "a", "10.1.0.1"));
        begin(east, ExportCoverage.READ_SOURCES, List.of(), service("shop/web"));
        fixture.federation.tick(NOW);
        fixture.federation.tick(NOW.plus(Fixture.HOLD));
        assertThat(fixture.view(west)).contains("import shop/db", "slice east/shop/db/a");

        begin(second, ExportCoverage.ALL_SOURCES, List.of());
        fixture.federation.tick(NOW);
        fixture.federation.tick(NOW.plus(Fixture.HOLD).minusNanos(1));
        assertThat(fixture.view(west)).contains("import shop/db", "slice east/shop/db/a");
        fixture.federation.tick(NOW.plus(Fixture.HOLD));
        assertThat(fixture.view(west)).containsExactly("import shop/web");
        assertThat(fixture.store.load().exports().contributions()).hasSize(1);
    }

    @Test
    void whatALostGatewayCouldNotReadEndsWithItAfterARestartToo() {
        fixture.snapshot(east, service("shop/web"));
        begin(east, ExportCoverage.READ_SOURCES, List.of());
        TestFederation restarted = restart();
        restarted.connected(second, Position.NONE);
        restarted.apply(second, snapshotOf(), NOW);
        restarted.tick(NOW.plus(Fixture.HOLD));
        assertThat(restarted.services()).isEmpty();
    }

    private void begin(GatewayId gateway, ExportCoverage coverage, List<ExportKey> removals, ExportItem... items) {
        fixture.federation.apply(
                gateway,
                new ExportChange(
                        new Position("c", 1),
                        true,
                        false,
                        coverage,
                        removals,
                        List.of(items),
                        removals.size() + items.length,
                        0),
                NOW);
    }

    private void piece(Position position, boolean more, ExportItem... items) {
        fixture.federation.apply(east, new ExportChange(position, false, more, List.of(), List.of(items)), NOW);
    }

    private void assertViolation(Position position) {
        assertThatExceptionOfType(ProtocolViolationException.class).isThrownBy(() -> piece(position, true));
    }

    private static ExportChange snapshotOf(ExportItem... items) {
        return new ExportChange(new Position("h", 1), true, false, List.of(), List.of(items));
    }

    private static Instant creation(TestFederation federation) {
        return Objects.requireNonNull(
                federation.services().firstEntry().getValue().createdAt().get(new ClusterId("east")));
    }

    private static ServiceType type(TestFederation federation) {
        return federation
                .services()
                .firstEntry()
                .getValue()
                .serviceImport()
                .orElseThrow()
                .type();
    }

    /** With members in the store, as registration puts them there. */
    private TestFederation restart() {
        fixture.store.commit(List.of(
                new StateChange.PutCluster(Fixture.cluster("east", 1)),
                new StateChange.PutCluster(Fixture.cluster("west", 2)),
                new StateChange.PutGateway(GatewayMember.joined(east, NOW, NOW)),
                new StateChange.PutGateway(GatewayMember.joined(second, NOW, NOW)),
                new StateChange.PutGateway(GatewayMember.joined(west, NOW, NOW))));
        return new TestFederation(fixture.store, new ExportLimits(10, 20, 200), () -> "fresh", Fixture.HOLD, NOW);
    }
}
