// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.FakeTunnel;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects that the control plane is told of the paths as they are, and what they carried. */
class PathReportsTest {

    private static final PeerId WEST = new PeerId("west", "gw-1");

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final PathWatch watch = new PathWatch(loop, clock, new ClusterId("east"));
    private final FakeTunnel tunnel = new FakeTunnel(clock, watch::onPath);

    @Test
    void tellsEachPathWithItsTraffic() {
        tunnel.apply(List.of(
                PeerMapper.fromProto(Items.peer("west", "gw-1", "10.20.0.0/16").getPeerGateway())
                        .orElseThrow()));
        watch.peers(Set.of(WEST));
        tunnel.path(WEST, false);
        loop.run();

        var report = new PathReports(watch, Optional.of(tunnel), List::of).get();
        assertThat(report.getPathsList()).singleElement().satisfies(path -> {
            assertThat(path.getPeer().getCluster()).isEqualTo("west");
            assertThat(path.getUp()).isFalse();
            assertThat(path.getTraffic().getSent().getOctets()).isEqualTo(100);
        });
    }

    @Test
    void tellsNothingWithoutATunnel() {
        assertThat(new PathReports(watch, Optional.empty(), List::of).get().getPathsList())
                .isEmpty();
    }

    @Test
    void costsAsMuchForEachPathOfAThousand() {
        allocated(10);
        assertThat(allocated(1_000) / 1_000.0).isLessThan(allocated(10) / 10.0 * 1.5);
    }

    /** By one report of so many paths, octets. */
    private long allocated(int paths) {
        List<PeerConfig> peers = IntStream.range(0, paths)
                .mapToObj(number -> PeerMapper.fromProto(Items.peer("west-" + number, "gw-1", "10.20.0.0/16")
                                .getPeerGateway())
                        .orElseThrow())
                .toList();
        tunnel.apply(peers);
        watch.peers(peers.stream().map(PeerConfig::id).collect(Collectors.toSet()));
        peers.forEach(peer -> tunnel.path(peer.id(), true));
        loop.run();
        PathReports reports = new PathReports(watch, Optional.of(tunnel), List::of);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        assertThat(reports.get().getPathsCount()).isEqualTo(paths);
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
