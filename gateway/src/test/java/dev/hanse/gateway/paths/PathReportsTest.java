// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.FakeTunnel;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.tunnel.peer.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
}
