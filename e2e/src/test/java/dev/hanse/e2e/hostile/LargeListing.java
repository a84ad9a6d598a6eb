// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ExportDelta;
import java.time.Duration;

/** Services with annotations as large as they may be, so that a list of them fits into no message of gRPC. */
final class LargeListing implements Attack {

    static final String NAMESPACE = "large";

    private static final int SERVICES = 600;
    private static final int OF_DELTA = 50;
    /** Each of them is 700 KiB, and goes on to every gateway of the set. */
    private static final int CHANGES_PER_SECOND = 2;

    private static final String ANNOTATION = "x".repeat(14 << 10);

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, CHANGES_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> export(member, stream, pace));
        }
    }

    private static void export(HostileMember member, MemberStream stream, Pace pace) {
        for (int first = 0; !stream.hasEnded() && pace.next(); first = (first + OF_DELTA) % SERVICES) {
            ExportDelta.Builder delta = ExportDelta.newBuilder();
            for (int i = first; i < first + OF_DELTA; i++) {
                delta.addUpserts(Items.of(Items.service(Items.name(NAMESPACE, "s" + i))
                        .putExportedAnnotations("note", ANNOTATION + first + System.nanoTime())));
            }
            member.export(stream, delta.setSnapshotBegin(stream.isNew()), false);
        }
        stream.leave();
    }
}
