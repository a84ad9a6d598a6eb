// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpPrefix;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the host's routing table: what peers have goes through the device, nothing else is touched. */
class DeviceRoutesTest {

    private final List<String> commands = new ArrayList<>();
    private final List<String> all = new ArrayList<>();
    private String failing = "nothing";
    private String refusing = "";
    private List<InetAddress> addresses = List.of();
    private long now;
    private final DeviceRoutes routes =
            new DeviceRoutes(this::run, "hanse0", List.of(IpPrefix.parse("10.1.0.0/16")), () -> addresses, () -> now);

    @Test
    void addsWhatIsMissingAndRemovesWhatIsNotWanted() {
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.3.0.0/16")));
        apply(routes, Set.of(IpPrefix.parse("10.3.0.0/16")));
        assertThat(commands)
                .containsExactly(
                        "route add 10.2.0.0/16 dev hanse0 proto 104",
                        "route add 10.3.0.0/16 dev hanse0 proto 104",
                        "route delete 10.2.0.0/16 dev hanse0 proto 104");
    }

    @Test
    void behindEachStandsAnUnreachableOneThatIsThereBefore() {
        String words = "unreachable 10.2.0.0/16 metric " + UnreachableMetric.of("hanse0") + " proto 104";
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        apply(routes, Set.of());
        assertThat(all)
                .containsExactly(
                        "route replace " + words,
                        "route add 10.2.0.0/16 dev hanse0 proto 104",
                        "route delete " + words,
                        "route delete 10.2.0.0/16 dev hanse0 proto 104");
    }

    @Test
    void thoseOfAProcessOfBeforeStayWhereTheyAreWantedAndGoElse() {
        routes.adopt(Set.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.9.0.0/16")));
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        assertThat(all)
                .filteredOn(command -> command.contains("unreachable"))
                .containsExactly(
                        "route delete unreachable 10.9.0.0/16 metric " + UnreachableMetric.of("hanse0") + " proto 104");
    }

    @Test
    void nothingIsTakenAwayBeforeAnybodyHasSaidWhatIsWanted() {
        routes.adopt(Set.of(IpPrefix.parse("10.9.0.0/16")));
        routes.retry();
        assertThat(all).isEmpty();
    }

    @Test
    void whatIsThereInsteadIsThereFirst() {
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        all.clear();
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/17"), IpPrefix.parse("10.2.128.0/17")));
        assertThat(all.subList(0, 2)).allMatch(command -> command.startsWith("route replace unreachable 10.2."));
        assertThat(all.get(2)).startsWith("route delete unreachable 10.2.0.0/16");
        assertThat(all.subList(3, 5)).allMatch(command -> command.startsWith("route add 10.2."));
        assertThat(all.get(5)).startsWith("route delete 10.2.0.0/16");
    }

    @Test
    void whatCouldNotBeRemovedIsTriedAgainUntilItIsNotThere() {
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        refusing = "Operation not permitted";
        apply(routes, Set.of());
        routes.retry();
        assertThat(removals()).isEqualTo(4);
        refusing = "RTNETLINK answers: No such process";
        routes.retry();
        routes.retry();
        assertThat(removals()).isEqualTo(6);
    }

    @Test
    void whatCouldNotBeRemovedAndIsWantedAgainStays() {
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        refusing = "ip route delete: no end after 10 s";
        apply(routes, Set.of());
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        refusing = "";
        routes.retry();
        assertThat(removals()).isEqualTo(2);
    }

    @Test
    void anUnreachableRouteThatNobodyKnewOfIsRemoved() {
        routes.restoreBehind(Set.of(IpPrefix.parse("10.9.0.0/16")));
        apply(routes, Set.of());
        routes.restoreBehind(Set.of(IpPrefix.parse("10.8.0.0/16")));
        routes.retry();
        assertThat(all)
                .satisfiesExactly(
                        first -> assertThat(first).startsWith("route delete unreachable 10.9.0.0/16"),
                        second -> assertThat(second).startsWith("route delete unreachable 10.8.0.0/16"));
    }

    private long removals() {
        return all.stream()
                .filter(command -> command.startsWith("route delete"))
                .count();
    }

    @Test
    void hostSpeaksFromItsAddressInALocalPrefix() {
        addresses = List.of(InetAddress.ofLiteral("192.0.2.1"), InetAddress.ofLiteral("10.1.0.1"));
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("fd00:2::/64")));
        assertThat(commands)
                .containsExactly(
                        "route add 10.2.0.0/16 dev hanse0 proto 104 src 10.1.0.1",
                        "route add fd00:2:0:0:0:0:0:0/64 dev hanse0 proto 104");
    }

    @Test
    void triesAgainWhatFailed() {
        failing = "route add 10.2.0.0/16";
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        failing = "nothing";
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        assertThat(commands).hasSize(2);
    }

    @Test
    void triesAgainWithoutAChangeOfPeersUntilItIsThere() {
        failing = "route add 10.2.0.0/16";
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16"), IpPrefix.parse("10.3.0.0/16")));
        routes.retry();
        assertThat(commands).hasSize(3);
        failing = "nothing";
        routes.retry();
        routes.retry();
        assertThat(commands).hasSize(4).last().isEqualTo("route add 10.2.0.0/16 dev hanse0 proto 104");
    }

    @Test
    void whatIsNoLongerWantedIsNotTriedAgain() {
        failing = "route add 10.2.0.0/16";
        apply(routes, Set.of(IpPrefix.parse("10.2.0.0/16")));
        apply(routes, Set.of());
        routes.retry();
        assertThat(commands).hasSize(1);
    }

    @Test
    void bringsTheDeviceUpWithItsMtu() throws IOException {
        routes.bringUp(1420, 1000);
        assertThat(commands).containsExactly("link set dev hanse0 mtu 1420 txqueuelen 1000 up");
    }

    /** Over IPv6 no route takes less than every link has to. */
    @Test
    void routesFollowWhatTheirPathsTake() throws IOException {
        IpPrefix west = IpPrefix.parse("10.2.0.0/16");
        IpPrefix six = IpPrefix.parse("fd00:2::/64");
        routes.bringUp(1424, 1000);
        routes.mtus(Map.of(west, 1424, six, 1424));
        apply(routes, Set.of(west, six));
        commands.clear();
        routes.mtus(Map.of(west, 1240, six, 1240));
        routes.mtus(Map.of(west, 1240, six, 1260));
        assertThat(commands)
                .containsExactlyInAnyOrder(
                        "route change 10.2.0.0/16 dev hanse0 proto 104 mtu 1240",
                        "route change fd00:2:0:0:0:0:0:0/64 dev hanse0 proto 104 mtu 1280");
        commands.clear();
        routes.mtus(Map.of(west, 1424, six, 1240));
        assertThat(commands).containsExactly("route change 10.2.0.0/16 dev hanse0 proto 104");
    }

    @Test
    void anMtuThatCouldNotBeSetIsTriedAgainUntilItIs() throws IOException {
        IpPrefix west = IpPrefix.parse("10.2.0.0/16");
        routes.bringUp(1424, 1000);
        apply(routes, Set.of(west));
        failing = "route change";
        routes.mtus(Map.of(west, 1240));
        commands.clear();
        routes.retry();
        failing = "nothing";
        routes.retry();
        routes.retry();
        String change = "route change 10.2.0.0/16 dev hanse0 proto 104 mtu 1240";
        assertThat(commands).containsExactly(change, change);
    }

    @Test
    void aRouteThatIsMadeLaterHasTheMtuOfItsPath() throws IOException {
        IpPrefix west = IpPrefix.parse("10.2.0.0/16");
        routes.bringUp(1424, 1000);
        routes.mtus(Map.of(west, 1340));
        commands.clear();
        apply(routes, Set.of(west));
        assertThat(commands).containsExactly("route add 10.2.0.0/16 dev hanse0 proto 104 mtu 1340");
    }

    private String run(List<String> arguments) throws IOException {
        String command = String.join(" ", arguments);
        all.add(command);
        if (!refusing.isEmpty() && command.startsWith("route delete")) {
            throw new IOException(refusing);
        }
        if (arguments.contains("unreachable")) {
            return "";
        }
        commands.add(command);
        if (command.startsWith(failing)) {
            throw new IOException("File exists");
        }
        return "";
    }

    /** As the endpoint does it. */
    private static void apply(DeviceRoutes routes, Set<IpPrefix> prefixes) {
        routes.close(prefixes);
        routes.open(prefixes);
    }
}
