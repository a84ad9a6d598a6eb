// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.transit;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects transit from filters by connection state, and everything else from us. */
final class TransitTest {

    private static final List<IpPrefix> PODS = List.of(IpPrefix.parse("10.1.0.0/16"), IpPrefix.parse("fd00:1::/48"));

    @TempDir
    private Path folder;

    private final List<String> ran = new ArrayList<>();
    private final List<Runnable> scheduled = new ArrayList<>();
    private Set<String> ways = Set.of("eth0", "flannel.1");
    private boolean refuses;
    private int closed;

    private Transit transit() {
        Programs nft = command -> {
            if (refuses) {
                throw new IOException("nft: exit status 1");
            }
            ran.add(command.contains("-f") ? Files.readString(Path.of(command.getLast())) : command.get(1));
            return "table inet hanse-transit-hanse0";
        };
        KeptTable table = new KeptTable(
                nft, () -> 7, TransitTable.name("hanse0"), folder.resolve("transit.nft"), System::nanoTime);
        TransitFindings findings = new TransitFindings(table, folder.resolve("transit.nft"));
        return new Transit(new AtOnce(), table, findings, PODS, new CurrentWays() {
            @Override
            public Set<String> now() {
                return ways;
            }

            @Override
            public void close() {
                closed++;
            }
        });
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
    void followsTheRoutesOfTheHost() {
        Transit transit = transit();
        transit.accept(view("10.2.0.0/16"));
        ran.clear();
        ways = Set.of("eth1");
        transit.look();
        assertThat(ran.getFirst()).contains("iifname { \"eth1\" }").doesNotContain("eth0");
        ran.clear();
        ways = Set.of();
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
