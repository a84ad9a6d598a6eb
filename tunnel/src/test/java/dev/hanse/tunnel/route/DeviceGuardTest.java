// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects the way of pod packets against everybody else on the host. */
class DeviceGuardTest {

    private static final IpPrefix WEST = IpPrefix.parse("10.2.0.0/16");
    private static final IpPrefix NORTH = IpPrefix.parse("10.3.0.0/16");
    private static final String UP = "link set dev hanse0 mtu 1420 txqueuelen 1000 up";

    private final List<String> commands = new ArrayList<>();
    private final List<String> behind = new ArrayList<>();
    private final FakeDeviceState state = new FakeDeviceState();
    private String failing = "nothing";
    private long now;
    private int gone;
    private final DeviceRoutes routes = new DeviceRoutes(this::run, "hanse0", List.of(), List::of, () -> now);
    private final DeviceGuard guard = new DeviceGuard(routes, state, () -> gone++);

    @BeforeEach
    void bringUp() throws IOException {
        routes.bringUp(1420, 1000);
        routes.close(Set.of(WEST, NORTH));
        routes.open(Set.of(WEST, NORTH));
        commands.clear();
        behind.clear();
        state.changed = true;
    }

    @Test
    void whatIsThereIsLeftAlone() {
        guard.check();
        assertThat(commands).isEmpty();
    }

    @Test
    void aRouteThatWasTakenAwayComesBackAndTheOthersStay() {
        state.routes.remove(WEST);
        guard.check();
        assertThat(commands).containsExactly("route add 10.2.0.0/16 dev hanse0 proto 104");
        guard.check();
        assertThat(commands).hasSize(1);
    }

    @Test
    void anMtuThatSomebodyElseSetsIsSetAgain() {
        routes.mtus(Map.of(WEST, 1340));
        state.mtus.put(WEST, 1340);
        commands.clear();
        guard.check();
        assertThat(commands).isEmpty();

        state.mtus.put(WEST, 9000);
        guard.check();
        assertThat(commands).containsExactly("route change 10.2.0.0/16 dev hanse0 proto 104 mtu 1340");
    }

    @Test
    void anMtuThatSomebodySetsAgainAndAgainWaitsForTheNextRetry() {
        routes.mtus(Map.of(WEST, 1340));
        state.mtus.put(WEST, 9000);
        commands.clear();
        for (int i = 0; i < 20; i++) {
            now += Duration.ofMillis(500).toNanos();
            guard.check();
        }
        assertThat(commands).hasSize(RepairLimit.LOSSES);
        routes.retry();
        assertThat(commands).hasSize(RepairLimit.LOSSES + 1);
        routes.retry();
        assertThat(commands).as("nobody has changed it since").hasSize(RepairLimit.LOSSES + 1);
    }

    @Test
    void nothingIsAskedWhileNothingChanges() {
        state.changed = false;
        state.routes.clear();
        guard.check();
        assertThat(state.asked).isZero();
        assertThat(commands).isEmpty();
    }

    @Test
    void aDeviceThatWasSetDownComesUpWithItsSettingsAndItsRoutes() {
        state.link = DeviceState.Link.DOWN;
        state.routes.clear();
        guard.check();
        assertThat(commands).hasSize(3).startsWith(UP);
        assertThat(state.routes).containsExactlyInAnyOrder(WEST, NORTH);
    }

    @Test
    void aDeviceThatCannotBeSetUpIsTriedAgainAndItsRoutesWait() {
        state.link = DeviceState.Link.DOWN;
        state.routes.clear();
        failing = "link set";
        guard.check();
        guard.check();
        assertThat(commands).containsExactly(UP, UP);
    }

    @Test
    void aRouteThatSomebodyTakesAwayAgainAndAgainWaitsForTheNextRetry() {
        for (int i = 0; i < 20; i++) {
            now += Duration.ofMillis(500).toNanos();
            state.routes.remove(WEST);
            guard.check();
        }
        assertThat(commands).hasSize(RepairLimit.LOSSES);
        routes.retry();
        assertThat(commands).hasSize(RepairLimit.LOSSES + 1);
        now += RepairLimit.WITHIN.toNanos() + 1;
        state.routes.remove(WEST);
        guard.check();
        assertThat(commands).as("peace is forgiven").hasSize(RepairLimit.LOSSES + 2);
    }

    @Test
    void anotherOwnersRouteInTheSamePlaceIsNotTouched() {
        state.routes.remove(WEST);
        failing = "route add 10.2.0.0/16";
        guard.check();
        guard.check();
        assertThat(commands).containsExactly("route add 10.2.0.0/16 dev hanse0 proto 104");
    }

    @Test
    void whatCannotBeReadIsNotTakenForEmpty() {
        state.routes.clear();
        state.readable = false;
        guard.check();
        assertThat(commands).isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsLookedAtAgainWithoutNews() {
        state.routes.clear();
        state.readable = false;
        guard.check();
        state.changed = false;
        state.readable = true;
        for (int i = 0; i < 21; i++) {
            guard.check();
        }
        assertThat(state.routes).containsExactlyInAnyOrder(WEST, NORTH);
    }

    @Test
    void anUnreachableRouteComesBackWhateverBecameOfTheDevice() {
        state.link = DeviceState.Link.GONE;
        state.unreachable.remove(WEST);
        guard.check();
        assertThat(behind).singleElement().asString().startsWith("route replace unreachable 10.2.0.0/16 metric 42");
    }

    @Test
    void aDeviceThatIsGoneGetsNoCommandsAndIsToldOnce() {
        state.link = DeviceState.Link.GONE;
        state.routes.clear();
        guard.check();
        guard.check();
        assertThat(commands).isEmpty();
        assertThat(gone).isOne();
    }

    @Test
    void nothingHappensAfterTheEnd() {
        guard.close();
        state.routes.clear();
        guard.check();
        assertThat(state.closed).isTrue();
        assertThat(commands).isEmpty();
    }

    private String run(List<String> arguments) throws IOException {
        String command = String.join(" ", arguments);
        if (arguments.contains("unreachable")) {
            behind.add(command);
            state.unreachable.add(IpPrefix.parse(arguments.get(3)));
            return "";
        }
        commands.add(command);
        if (command.startsWith(failing)) {
            throw new IOException("File exists");
        }
        if (command.startsWith("link set")) {
            state.link = DeviceState.Link.UP;
        } else if (command.startsWith("route add")) {
            state.routes.add(IpPrefix.parse(arguments.get(2)));
        }
        return "";
    }
}
