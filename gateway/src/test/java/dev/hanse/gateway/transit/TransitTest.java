// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.hanse.gateway.checks.Finding;
import dev.hanse.gateway.checks.Programs;
import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.views.ServedView;
import dev.hanse.gateway.views.ViewContent;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects transit from filters by connection state, and everything else from us. */
final class TransitTest {

    private static final List<IpPrefix> PODS = List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/48"));

    @TempDir
    private Path folder;

    private final List<String> ran = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private Optional<Set<String>> ways = Optional.of(Set.of("eth0", "flannel.1"));
    private boolean refuses;
    private boolean broken;
    private int asked;
    private int closed;

    private Transit transit() {
        KeptTable table = new KeptTable(
                nft(), () -> 7, TransitTable.name("hanse0"), folder.resolve("transit.nft"), System::nanoTime);
        TransitFindings findings = new TransitFindings(table, folder.resolve("transit.nft"));
        return new Transit(new AtOnce(), table, findings, PODS, new CurrentWays() {
            @Override
            public Optional<Set<String>> now() {
                if (broken) {
                    throw new IllegalStateException("a fault of ours");
                }
                return ways;
            }

            @Override
            public void close() {
                closed++;
            }
        });
    }

    private Programs nft() {
        return command -> {
            asked++;
            if (refuses) {
                throw new IOException("nft: exit status 1");
            }
            ran.add(command.contains("-f") ? Files.readString(Path.of(command.getLast())) : command.get(1));
            return "table inet hanse-transit-hanse0";
        };
    }

    private void looks(Transit transit, int times) {
        for (int i = 0; i < times; i++) {
            scheduled.clear();
            transit.look();
        }
    }

    private final class AtOnce implements ControlLoop {

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            scheduled.add(task);
            return Timer.NONE;
        }
    }

    private static ServedView view(String... prefixes) {
        if (prefixes.length == 0) {
            return new ServedView(ViewContent.EMPTY, Set.of());
        }
        PeerId id = new PeerId("west", "gw-1");
        PeerConfig peer = new PeerConfig(
                id,
                TunnelPublicKey.ofPeer(new byte[] {
                    9, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
                }),
                Optional.empty(),
                List.of(),
                List.of(prefixes).stream().map(IpPrefix::parse).toList(),
                Set.of(CipherSuite.CHACHA20_POLY1305),
                true);
        ViewContent none = ViewContent.EMPTY;
        return new ServedView(
                new ViewContent(none.imports(), none.slices(), Map.of(id, peer), none.conditions()), Set.of());
    }

    @Test
    void bothDirectionsOfBothFamiliesByTheWaysToOtherHosts() {
        transit().accept(view("10.2.0.0/16", "fd00:2::/48"));
        assertThat(ran.getFirst())
                .startsWith("table inet hanse-transit-hanse0 {}\ndelete table inet hanse-transit-hanse0\n")
                .contains("elements = { 10.1.0.0/16 }", "elements = { 10.2.0.0/16 }")
                .contains("iifname { \"eth0\", \"flannel.1\" } ip saddr @pods4 ip daddr @remote4 notrack")
                .contains("ip6 saddr @remote6 ip6 daddr @pods6 fib daddr oifname { \"eth0\", \"flannel.1\" } notrack");
    }

    @Test
    void nothingIsDoneBeforeTheFirstView() {
        transit().look();
        assertThat(ran).isEmpty();
    }

    @Test
    void whatAProcessOfBeforeLeftGoesWhereThereIsNoOtherCluster() {
        transit().accept(view());
        assertThat(ran).containsExactly("list", "delete");
    }

    @Test
    void isTakenAwayOnceAlone() {
        Transit transit = transit();
        transit.accept(view());
        looks(transit, 40);
        assertThat(ran).containsExactly("list", "delete");
        transit.accept(view("10.2.0.0/16"));
        transit.accept(view());
        assertThat(ran).endsWith("list", "delete");
    }

    @Test
    void whatNftRefusesToTakeAwayIsTriedNowAndThen() {
        refuses = true;
        Transit transit = transit();
        transit.accept(view());
        looks(transit, 40);
        assertThat(asked).isEqualTo(1);
        looks(transit, 4);
        assertThat(asked).isEqualTo(2);
        refuses = false;
        looks(transit, 44);
        assertThat(ran).containsExactly("list", "delete");
    }

    @Test
    void routesThatAreNotKnownAreNotNone() {
        ways = Optional.empty();
        Transit transit = transit();
        AtomicInteger changes = new AtomicInteger();
        transit.listen(changes::incrementAndGet);
        transit.accept(view("10.2.0.0/16"));
        looks(transit, 4);
        assertThat(ran).isEmpty();
        assertThat(transit.findings()).isEmpty();
        looks(transit, 20);
        assertThat(transit.findings()).singleElement().asString().contains("TRANSIT_TRACKED", "routes");
        ways = Optional.of(Set.of("eth0"));
        looks(transit, 4);
        assertThat(ran.getFirst()).contains("notrack");
        assertThat(transit.findings()).isEmpty();
        assertThat(changes).hasValue(2);
    }

    @Test
    void looksAgainAfterAFault() {
        Transit transit = transit();
        transit.accept(view("10.2.0.0/16"));
        broken = true;
        assertThatIllegalStateException().isThrownBy(transit::look);
        assertThat(scheduled).hasSize(1);
    }

    @Test
    void whatWasLeftGoesWhereTransitIsToBeTracked() {
        Transit.remove(nft(), "hanse0");
        assertThat(ran).containsExactly("list", "delete");
        Transit.remove(nft(), "hanse1");
        refuses = true;
        Transit.remove(nft(), "hanse0");
        assertThat(ran).as("of another device").containsExactly("list", "delete", "list");
    }

    @Test
    void followsTheRoutesOfTheHost() {
        Transit transit = transit();
        transit.accept(view("10.2.0.0/16"));
        ran.clear();
        ways = Optional.of(Set.of("eth1"));
        transit.look();
        assertThat(ran.getFirst()).contains("iifname { \"eth1\" }").doesNotContain("eth0");
        ran.clear();
        ways = Optional.of(Set.of());
        for (int i = 0; i < 4; i++) {
            scheduled.removeFirst().run();
        }
        assertThat(ran.getFirst()).as("all is tracked").doesNotContain("notrack");
    }

    @Test
    void saysWhatItCannotDo() {
        refuses = true;
        Transit transit = transit();
        transit.accept(view("10.2.0.0/16"));
        assertThat(transit.findings()).extracting(Finding::code).containsExactly(Finding.Code.TRANSIT_TRACKED);
    }

    @Test
    void leavesTheTableWhereItStopsSinceTheHostGoesOnForwarding() {
        Transit transit = transit();
        transit.accept(view("10.2.0.0/16"));
        ran.clear();
        transit.close();
        transit.close();
        transit.accept(view());
        transit.look();
        assertThat(ran).isEmpty();
        assertThat(closed).isEqualTo(1);
    }
}
