// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.nodes.RoutedNodes.Answer;
import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.IpText;
import dev.hanse.net.testing.ManualClock;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the gateway from packets in VXLAN of those it does not know, and nodes from a gateway that does not take theirs. */
final class VxlanReceiverTest {

    private static final VxlanConfig CONFIG = new VxlanConfig("hanse-vxlan", 9_484, 7);
    private static final InetAddress NODE = InetAddress.ofLiteral("198.51.100.3");
    private static final InetAddress OTHER = InetAddress.ofLiteral("2001:db8:3::3");
    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");
    private static final List<IpPrefix> PODS = List.of(IpPrefix.parse("10.1.0.0/16"));
    private static final Answer OPEN = new Answer.Open(9_484, 7);
    private static final String GUARDED =
            "\n  chain outside {\n\tudp dport 9484 drop\n\tiifname != \"hanse-vxlan\" accept\n";
    private static final Answer SOON = new Answer.Soon();

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<String> tables = new ArrayList<>();
    private final FakeDevice device = new FakeDevice();
    private boolean nftSetsNothing;
    private boolean nftListsNothing;
    private boolean nftIsLate;
    private int generation = 7;
    private String listed = "table inet hanse-vxlan";

    private VxlanReceiver receiver(VxlanConfig config) {
        Programs nft = command -> {
            if (nftIsLate) {
                clock.advance(Duration.ofSeconds(3));
                throw new Programs.LateProgramException(command, new IOException());
            }
            if (command.contains("list") ? nftListsNothing : nftSetsNothing) {
                throw new IOException("nft: exit status 1");
            }
            if (command.contains("-f")) {
                tables.add(Files.readString(Path.of(command.getLast())));
            }
            return listed;
        };
        KeptTable table = new KeptTable(
                nft, () -> generation, TableName.ofVxlan("hanse-vxlan"), folder.resolve("vxlan.nft"), clock);
        return new VxlanReceiver(new Idle(), config, table, device, PODS, true, clock);
    }

    private VxlanReceiver known() {
        VxlanReceiver receiver = receiver(CONFIG);
        receiver.accept(new ServedView(
                new ViewContent(SharedMap.empty(), SharedMap.empty(), Map.of(), SharedMap.empty()), Set.of()));
        return receiver;
    }

    @Test
    void aNodeIsToldWhenTheTableLetsItsPacketsIn() {
        VxlanReceiver receiver = known();
        receiver.look();
        assertThat(tables).as("nobody asks").isEmpty();
        assertThat(device.there).isFalse();
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(SOON);
        receiver.look();
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
        assertThat(device.there).isTrue();
        assertThat(tables.getLast()).contains("{ 198.51.100.3 }").doesNotContain("2001:db8:3");
        assertThat(receiver.admit(OTHER, HERE)).isEqualTo(SOON);
        receiver.look();
        assertThat(receiver.admit(OTHER, HERE)).isEqualTo(OPEN);
        assertThat(tables.getLast()).contains("{ 198.51.100.3 }", "{ 2001:db8:3:0:0:0:0:3 }");
    }

    @Test
    void nothingIsTakenBeforeTheOtherClustersAreKnown() {
        VxlanReceiver receiver = receiver(CONFIG);
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(SOON);
        receiver.look();
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(SOON);
        assertThat(device.there).isFalse();
    }

    @Test
    void noDeviceIsThereWithoutTheTable() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        nftSetsNothing = true;
        receiver.admit(OTHER, HERE);
        for (int i = 0; i < 4; i++) {
            receiver.look();
        }
        assertThat(device.there).isFalse();
        assertThat(receiver.admit(NODE, HERE))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why()).contains("nftables"));
        nftSetsNothing = false;
        clock.advance(Duration.ofSeconds(11));
        for (int i = 0; i < 4; i++) {
            receiver.look();
        }
        assertThat(device.there).isTrue();
        assertThat(receiver.admit(OTHER, HERE)).isEqualTo(OPEN);
    }

    @Test
    void aDeviceThatCannotBeMadeIsToldToNodes() {
        device.trouble = "UDP port 9484 is another process's";
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        assertThat(receiver.admit(NODE, HERE))
                .isEqualTo(new Answer.Refused("on the gateway's host (" + IpText.of(HERE) + "): " + device.trouble));
        device.trouble = "";
        for (int i = 0; i < 4; i++) {
            receiver.look();
        }
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
    }

    @Test
    void allGoesWhenNobodyHasAskedForAnHour() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        clock.advance(Duration.ofMinutes(59));
        receiver.look();
        assertThat(device.there).as("its routes stand").isTrue();
        clock.advance(Duration.ofMinutes(2));
        receiver.look();
        assertThat(device.there).isFalse();
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(SOON);
    }

    private void lookForASecond(VxlanReceiver receiver) {
        for (int i = 0; i < 4; i++) {
            receiver.look();
            clock.advance(KeptTable.INTERVAL);
        }
    }

    @Test
    void aTableThatStandsIsNoReasonToTakeNoPackets() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        nftListsNothing = true;
        receiver.admit(OTHER, HERE);
        lookForASecond(receiver);
        assertThat(device.there).isTrue();
        assertThat(receiver.admit(OTHER, HERE)).isEqualTo(OPEN);
    }

    @Test
    void aTableThatCannotBeChangedIsAsOpenAsItWas() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        listed += GUARDED;
        generation++;
        nftSetsNothing = true;
        receiver.admit(OTHER, HERE);
        lookForASecond(receiver);
        assertThat(device.there).isTrue();
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
        assertThat(receiver.admit(OTHER, HERE))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.why()).contains("cannot be set"));
        nftListsNothing = true;
        generation++;
        lookForASecond(receiver);
        assertThat(device.there).as("nft may be late").isTrue();
        clock.advance(Duration.ofSeconds(11));
        lookForASecond(receiver);
        lookForASecond(receiver);
        assertThat(device.there).as("nobody knows what stands").isFalse();
        assertThat(receiver.admit(NODE, HERE)).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void nftThatIsLateTwiceTakesNoWayAway() {
        listed += GUARDED;
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        lookWhileNftIsLate(receiver, 7);
        clock.advance(Duration.ofSeconds(1));
        lookForASecond(receiver);
        receiver.admit(OTHER, HERE);
        lookWhileNftIsLate(receiver, 7);
        assertThat(receiver.admit(OTHER, HERE)).isInstanceOf(Answer.Refused.class);
        clock.advance(Duration.ofSeconds(10));
        lookForASecond(receiver);
        assertThat(receiver.admit(OTHER, HERE)).isEqualTo(OPEN);
    }

    /** Others change rules meanwhile. */
    private void lookWhileNftIsLate(VxlanReceiver receiver, int seconds) {
        nftIsLate = true;
        generation++;
        long until = clock.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (clock.nanoTime() < until) {
            receiver.look();
            clock.advance(KeptTable.INTERVAL);
            assertThat(device.there).isTrue();
            assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
        }
        nftIsLate = false;
    }

    @Test
    void whatIsTakenToStandIsNotEnoughToMakeADevice() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        generation++;
        nftIsLate = true;
        device.there = false;
        lookForASecond(receiver);
        assertThat(device.there).isFalse();
        assertThat(receiver.admit(NODE, HERE)).isInstanceOf(Answer.Refused.class);
        nftIsLate = false;
        clock.advance(Duration.ofSeconds(11));
        lookForASecond(receiver);
        lookForASecond(receiver);
        assertThat(device.there).isTrue();
    }

    @Test
    void aTableThatWasTakenAwayIsNotTakenToStand() {
        listed += GUARDED;
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        clock.advance(Duration.ofMinutes(61));
        receiver.look();
        assertThat(device.there).isFalse();
        nftIsLate = true;
        receiver.admit(NODE, HERE);
        lookForASecond(receiver);
        assertThat(device.there).isFalse();
    }

    @Test
    void aDeviceOfBeforeGoesWhereNftDoesNotSayForLongWhetherItIsClosed() {
        VxlanReceiver receiver = known();
        device.there = true;
        nftIsLate = true;
        lookForASecond(receiver);
        assertThat(device.there).as("nft may say yet").isTrue();
        for (int i = 0; i < 10; i++) {
            lookForASecond(receiver);
        }
        assertThat(device.there).isFalse();
    }

    @Test
    void aDeviceOfUnknownStateIsNotToldToNodes() {
        VxlanReceiver receiver = known();
        receiver.admit(NODE, HERE);
        receiver.look();
        device.unknown = true;
        lookForASecond(receiver);
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
    }

    @Test
    void aDeviceThatNobodyAskedForIsClosed() {
        VxlanReceiver receiver = known();
        listed = "";
        device.there = true;
        receiver.look();
        assertThat(tables.getLast()).contains("udp dport 9484 drop").doesNotContain("elements = { 198");
        assertThat(device.there).as("hanse node may send by it").isTrue();
        generation++;
        listed = "flushed";
        nftSetsNothing = true;
        lookForASecond(receiver);
        assertThat(device.there).as("no table can be set").isFalse();
        nftSetsNothing = false;
        receiver.admit(NODE, HERE);
        clock.advance(Duration.ofSeconds(11));
        lookForASecond(receiver);
        assertThat(receiver.admit(NODE, HERE)).isEqualTo(OPEN);
    }

    @Test
    void whatCannotBeTakenAwayIsTriedAgainNowAndThen() {
        VxlanReceiver receiver = receiver(new VxlanConfig("hanse-vxlan", 0, 7));
        device.stays = true;
        for (int i = 0; i < 20; i++) {
            receiver.look();
        }
        assertThat(device.removals).isEqualTo(2);
    }

    @Test
    void whatTheProcessBeforeHasLeftStaysUntilNodesHadTimeToAsk() {
        device.there = true;
        listed += GUARDED;
        VxlanReceiver receiver = known();
        receiver.look();
        assertThat(device.there).isTrue();
        assertThat(tables).isEmpty();
        clock.advance(Duration.ofMinutes(11));
        receiver.look();
        assertThat(device.there).isFalse();
    }

    @Test
    void portZeroTakesNone() {
        VxlanReceiver receiver = receiver(new VxlanConfig("hanse-vxlan", 0, 7));
        device.there = true;
        assertThat(receiver.admit(NODE, HERE)).isInstanceOf(Answer.Refused.class);
        receiver.look();
        assertThat(device.there).isFalse();
    }

    @Test
    void eachDeviceHasATableOfItsOwn() {
        assertThat(TableName.ofVxlan("hanse-vxlan").name()).isEqualTo("hanse-vxlan");
        assertThat(TableName.ofVxlan("2nd").name()).isEqualTo("hanse-vxlan-2nd");
        VxlanTable table = new VxlanTable(CONFIG, Set.of(), Set.of(), Set.of(), true);
        assertThat(table.text().lines().map(String::strip)).containsAll(VxlanTable.guards("hanse-vxlan", 9_484));
    }

    @Test
    void whatComesOutGoesFromPodsOfThisClusterToOthersAlone() {
        VxlanTable table = new VxlanTable(CONFIG, Set.of(NODE), Set.copyOf(PODS), Set.of(), true);
        assertThat(table.text())
                .contains("udp dport 9484 @th,96,24 7 ip saddr @nodes4 accept\n", "    udp dport 9484 drop\n")
                .contains("iifname != \"hanse-vxlan\" accept\n")
                .contains("ip saddr @pods4 ip daddr @remote4 notrack accept\n");
        assertThat(table.text()).endsWith("    drop\n  }\n");
    }

    /** The test looks itself. */
    private static final class Idle implements ControlLoop {

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
