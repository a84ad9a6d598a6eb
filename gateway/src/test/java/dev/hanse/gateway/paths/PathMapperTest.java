// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.paths;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.proto.v1.PathReport;
import dev.hanse.tunnel.health.PathState;
import dev.hanse.tunnel.path.DirectionCounts;
import dev.hanse.tunnel.path.DropReason;
import dev.hanse.tunnel.path.Traffic;
import dev.hanse.tunnel.peer.PeerId;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Protects the exchange: a report says what paths carried, and never passes the limit that would end the stream. */
class PathMapperTest {

    private static final int MAX_MESSAGE_OCTETS = 1 << 20;

    @Test
    void saysWhatAPathCarried() {
        Traffic traffic = new Traffic(
                1,
                2,
                3,
                4,
                new DirectionCounts(List.of(1L, 0L, 0L, 0L, 0L, 0L, 2L), 80, 1, 900, 1452),
                DirectionCounts.NONE,
                Map.of(DropReason.REPLAYED, 5L));
        var path = PathMapper.toProto(List.of(state("west")), Map.of(new PeerId("west", "gw"), traffic))
                .getPaths(0);
        assertThat(path.getTraffic().getSent().getBurstsList()).containsExactly(1L, 0L, 0L, 0L, 0L, 0L, 2L);
        assertThat(path.getTraffic().getSent().getTimedOctets()).isEqualTo(1452);
        assertThat(path.getTraffic().getReceived().getOctets()).isEqualTo(4);
        assertThat(path.getTraffic().getDrops(0).getReason()).isEqualTo("REPLAYED");
    }

    @Test
    void pathWithoutCountersHasNone() {
        assertThat(PathMapper.toProto(List.of(state("west")), Map.of())
                        .getPaths(0)
                        .hasTraffic())
                .isFalse();
    }

    @Test
    void manyPathsFitTheLimitAndAllAreReported() {
        DirectionCounts counts =
                new DirectionCounts(Collections.nCopies(7, Long.MAX_VALUE / 2), 1L << 60, 1L << 60, 1L << 60, 1L << 60);
        Map<DropReason, Long> drops = Arrays.stream(DropReason.values())
                .collect(Collectors.toMap(Function.identity(), reason -> Long.MAX_VALUE));
        Traffic most = new Traffic(1L << 60, 1L << 60, 1L << 60, 1L << 60, counts, counts, drops);
        List<PathState> states = IntStream.range(0, 2000)
                .mapToObj(i -> state("a".repeat(55) + i))
                .toList();
        Map<PeerId, Traffic> traffic = new HashMap<>();
        states.forEach(state -> traffic.put(state.peer(), most));

        PathReport report = PathMapper.toProto(states, traffic);
        assertThat(report.getSerializedSize()).isLessThan(MAX_MESSAGE_OCTETS);
        assertThat(report.getPathsCount()).isEqualTo(PathMapper.MAX_PATHS);
        assertThat(report.getPaths(0).hasTraffic()).isTrue();
        assertThat(report.getPaths(1023).hasTraffic()).isFalse();
        assertThat(report.getPaths(0).getMtu()).isEqualTo(1424);
    }

    private static PathState state(String cluster) {
        return new PathState(new PeerId(cluster, "gw"), true, Duration.ofMillis(1), Instant.EPOCH, 1, 1424);
    }
}
