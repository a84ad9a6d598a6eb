// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.node.routes.FakeHost;
import dev.hanse.node.routes.FakeTunnelDevice;
import dev.hanse.node.routes.Finding;
import dev.hanse.node.routes.GatewayView;
import dev.hanse.node.routes.RouteKeeper;
import dev.hanse.node.routes.VxlanEnd;
import dev.hanse.node.source.SourceKeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the order of a node's work: sources before new prefixes, and neither a dead gateway nor a clash waits for, or is taken into, the table of sources. */
final class RoutingTest {

    private static final String WEST = "10.2.0.0/16";
    private static final String NORTH = "10.3.0.0/16";

    private final FakeHost host = new FakeHost();
    private final FakeTunnelDevice device = new FakeTunnelDevice();
    private final RouteKeeper keeper = new RouteKeeper(host, device, System::nanoTime);
    private final Deque<Runnable> slow = new ArrayDeque<>();
    private final List<String> tables = new ArrayList<>();
    private boolean refused;
    private SourceKeeper source;
    private Routing routing;

    @BeforeEach
    void begin(@TempDir Path folder) {
        Programs nft = command -> {
            if (refused) {
                throw new IOException("nft: exit status 1");
            }
            if (command.contains("-f")) {
                tables.add(Files.readString(Path.of(command.getLast())));
            }
            return tables.isEmpty() ? "" : "table inet hanse-node\n" + tables.getLast();
        };
        source = new SourceKeeper(nft, () -> tables.size(), folder.resolve("source.nft"), System::nanoTime);
        routing = new Routing(
                new DirectLoop(),
                slow::add,
                keeper,
                source,
                new SavedRoutes(folder.resolve(SavedRoutes.FILE), Clock.systemUTC()),
                "hanse-vxlan");
    }

    private void views(String hop, String... prefixes) {
        routing.onViews(List.of(view(hop, prefixes)));
    }

    private static GatewayView view(String hop, String... prefixes) {
        List<IpPrefix> named = List.of(prefixes).stream().map(IpPrefix::parse).toList();
        return new GatewayView(
                "east",
                "gw-" + hop,
                true,
                true,
                List.of(IpPrefix.parse("10.1.0.0/16")),
                List.of(IpPrefix.parse("10.96.0.0/12")),
                List.of(InetAddress.ofLiteral(hop)),
                List.of(),
                false,
                List.of(new GatewayView.Remote("west", named, GatewayView.Reach.UP, 0)));
    }

    private void runSlow() {
        while (!slow.isEmpty()) {
            slow.remove().run();
        }
    }

    @Test
    void aNewPrefixWaitsForItsSource() {
        views("192.0.2.1", WEST);
        assertThat(host.routed()).isEmpty();
        runSlow();
        assertThat(host.routed()).containsExactly(WEST);
        assertThat(tables).singleElement().asString().contains(WEST);
    }

    @Test
    void otherGatewaysAndWhatIsGoneWaitForNothing() {
        views("192.0.2.1", WEST);
        runSlow();
        views("192.0.2.2", WEST, NORTH);
        assertThat(host.hops()).containsExactly("192.0.2.2");
        assertThat(host.routed()).containsExactly(WEST);
        runSlow();
        assertThat(host.routed()).containsExactlyInAnyOrder(WEST, NORTH);
        views("192.0.2.2", NORTH);
        assertThat(host.routed()).containsExactly(NORTH);
    }

    @Test
    void onePrefixThatComesBackWhileItIsTakenAwayWaitsAgain() {
        views("192.0.2.1", WEST, NORTH);
        runSlow();
        views("192.0.2.1", WEST);
        views("192.0.2.1", WEST, NORTH);
        assertThat(host.routed()).containsExactly(WEST);
        runSlow();
        assertThat(host.routed()).containsExactlyInAnyOrder(WEST, NORTH);
    }

    @Test
    void whatAProcessBeforeHasLeftStaysUntilAllIsCovered() {
        host.leave("10.9.0.0", 16);
        views("192.0.2.1", WEST);
        assertThat(host.routed()).containsExactly("10.9.0.0/16");
        runSlow();
        assertThat(host.routed()).containsExactly(WEST);
    }

    @Test
    void aClashIsMasqueradedAsBeforeForAsLongAsItLasts() {
        host.link("10.3.0.0", 16);
        views("192.0.2.1", WEST, NORTH, "10.97.0.0/16");
        runSlow();
        assertThat(tables.getLast()).contains(WEST).doesNotContain(NORTH, "10.97.0.0/16");
        host.unlink("10.3.0.0");
        keeper.check();
        routing.check();
        runSlow();
        assertThat(tables.getLast()).contains(WEST, NORTH).doesNotContain("10.97.0.0/16");
        assertThat(host.routed()).containsExactlyInAnyOrder(WEST, NORTH);
    }

    @Test
    void processesOfTheNodeGetAnAddressAsSoonAsItHasOneOfThePods() {
        host.address("192.0.2.9");
        views("192.0.2.1", WEST);
        runSlow();
        assertThat(tables.getLast()).doesNotContain("type local");
        assertThat(keeper.state().findings()).extracting(Finding::code).containsExactly("NO_OWN_ADDRESS");
        host.address("10.1.7.2");
        host.address("10.1.7.1");
        keeper.check();
        routing.check();
        runSlow();
        assertThat(tables.getLast()).contains("type local snat ip to 10.1.7.1", "192.0.2.1/32");
        assertThat(keeper.state().findings()).isEmpty();
        assertThat(host.routed()).containsExactly(WEST);
    }

    @Test
    void noVxlanDeviceIsMadeBeforeTheTableKeepsOthersOutOfIt() {
        views("192.0.2.1", WEST);
        runSlow();
        routing.onViews(List.of(far()));
        routing.check();
        assertThat(device.isThere()).isFalse();
        runSlow();
        assertThat(tables.getLast()).contains("iifname \"hanse-vxlan\" drop");
        assertThat(device.isThere()).isTrue();
        assertThat(host.routed()).containsExactly(WEST);
    }

    @Test
    void whatNftRefusesTakesNoWayAwayWhileTheRuleOfBeforeStands() {
        routing.onViews(List.of(far()));
        runSlow();
        assertThat(device.isThere()).isTrue();
        refused = true;
        routing.onViews(List.of(far(), view("192.0.2.1", NORTH)));
        runSlow();
        routing.check();
        assertThat(device.isThere()).isTrue();
        assertThat(host.routed()).contains(WEST);
    }

    private GatewayView far() {
        InetAddress far = InetAddress.ofLiteral("203.0.113.1");
        return view("203.0.113.1", WEST).with(new VxlanEnd(far, 9_484, 7, ""));
    }

    private void seconds(int passed) {
        for (int each = 0; each < passed; each++) {
            routing.check();
            runSlow();
            keeper.check();
        }
    }

    @Test
    void whereTheGatewayOfThisNodeHasGoneTheNodeMakesADeviceOfItsOwn() {
        host.address("192.0.2.1");
        routing.onViews(List.of(view("192.0.2.1", WEST), far()));
        runSlow();
        assertThat(tables.getLast()).doesNotContain("iifname");
        routing.onViews(List.of(far()));
        seconds(30);
        assertThat(device.isThere()).as("it may come back").isFalse();
        assertThat(keeper.state().findings()).extracting(Finding::code).contains("VXLAN_REFUSED");
        seconds(35);
        assertThat(tables.getLast()).contains("iifname \"hanse-vxlan\" drop");
        assertThat(device.isThere()).isTrue();
        assertThat(keeper.state().findings()).extracting(Finding::code).doesNotContain("VXLAN_REFUSED");
    }

    @Test
    void whereAGatewayComesToThisNodeItsDeviceGoesBeforeTheRuleThatClosesIt() {
        host.address("192.0.2.1");
        routing.onViews(List.of(far()));
        runSlow();
        assertThat(device.isThere()).isTrue();
        routing.onViews(List.of(view("192.0.2.1", WEST), far()));
        assertThat(tables.getLast()).contains("iifname");
        assertThat(device.isThere()).isFalse();
        runSlow();
        assertThat(tables.getLast()).doesNotContain("iifname");
        assertThat(device.isThere()).isFalse();
    }

    @Test
    void aNodeWithoutMemoryLeavesADeviceThatMayBeOfAGatewayNotHeardYet() throws IOException {
        host.address("192.0.2.1");
        device.keep(9_484, List.of());
        routing.begin(false);
        views("192.0.2.2", WEST);
        seconds(1);
        assertThat(device.isThere()).isTrue();
        routing.onViews(List.of(view("192.0.2.1", WEST)));
        seconds(10);
        assertThat(device.isThere()).isTrue();
        routing.onViews(List.of(view("192.0.2.2", WEST)));
        seconds(65);
        assertThat(device.isThere()).as("nobody's any more").isFalse();
    }

    @Test
    void aNodeWithoutMemoryOpensNoDeviceThatTheTableOfBeforeCloses() throws IOException {
        host.address("192.0.2.1");
        device.keep(9_484, List.of());
        tables.add("  chain vxlan {\n    iifname \"hanse-vxlan\" drop\n  }\n");
        routing.begin(source.closes("hanse-vxlan").orElseThrow());
        routing.onViews(List.of(far()));
        seconds(10);
        assertThat(tables).hasSizeGreaterThan(1).allMatch(each -> each.contains("iifname \"hanse-vxlan\" drop"));
        assertThat(device.isThere()).isTrue();
        assertThat(host.routed()).containsExactly(WEST);
    }

    @Test
    void nothingIsAppliedBeforeItIsKnownWhetherTheDeviceIsClosed() {
        routing.hold();
        views("192.0.2.1", WEST);
        routing.check();
        runSlow();
        assertThat(tables).isEmpty();
        assertThat(host.routed()).isEmpty();
        routing.begin(true);
        runSlow();
        assertThat(host.routed()).containsExactly(WEST);
    }

    /** All on the test's thread, at once. */
    private static final class DirectLoop implements ControlLoop {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return Timer.NONE;
        }
    }
}
