// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ServiceName;
import java.time.Duration;

/** A change that never ends and removes slices that never were: 55 messages of it took the memory of a control plane. */
final class MissingRemovals implements Attack {

    /** About 1 MiB. */
    private static final int OF_DELTA = 7_000;

    private static final int DELTAS_PER_SECOND = 8;

    @Override
    public void run(HostileMember member, Duration duration) {
        ExportDelta.Builder removals = removals();
        Pace pace = new Pace(duration, DELTAS_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> remove(member, stream, removals, pace));
        }
    }

    private static void remove(HostileMember member, MemberStream stream, ExportDelta.Builder removals, Pace pace) {
        member.export(stream, ExportDelta.newBuilder().setSnapshotBegin(true).setMoreFollows(true), false);
        while (!stream.hasEnded() && pace.next()) {
            member.export(stream, removals, true);
        }
        stream.leave();
    }

    private static ExportDelta.Builder removals() {
        ServiceName service = Items.name("n".repeat(63), "s".repeat(40));
        ExportDelta.Builder delta = ExportDelta.newBuilder().setMoreFollows(true);
        for (int i = 0; i < OF_DELTA; i++) {
            delta.addRemovals(Items.key(service, "slice-%020d".formatted(i)));
        }
        return delta;
    }
}
