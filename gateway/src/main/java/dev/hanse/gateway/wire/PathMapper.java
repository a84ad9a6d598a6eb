// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.wire;

import dev.hanse.proto.v1.PathReport;
import dev.hanse.tunnel.health.PathState;
import java.util.Collection;

/** Path states as they travel up. */
public final class PathMapper {

    /** Most paths in one report. */
    public static final int MAX_PATHS = 1024;

    private static final long NANOS_PER_MICRO = 1000;

    private PathMapper() {}

    /** A report of the given paths, of the first {@link #MAX_PATHS} where there are more. */
    public static PathReport toProto(Collection<PathState> paths) {
        return PathReport.newBuilder()
                .addAllPaths(
                        paths.stream().limit(MAX_PATHS).map(PathMapper::toProto).toList())
                .build();
    }

    private static dev.hanse.proto.v1.PathState toProto(PathState path) {
        return dev.hanse.proto.v1.PathState.newBuilder()
                .setPeer(PeerMapper.toProto(path.peer()))
                .setUp(path.up())
                .setRoundTripMicros(path.roundTrip().toNanos() / NANOS_PER_MICRO)
                .setSince(ModelMapper.toProto(path.since()))
                .build();
    }
}
