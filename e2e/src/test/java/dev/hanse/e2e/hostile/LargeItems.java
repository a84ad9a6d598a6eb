// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceName;
import java.time.Duration;
import java.util.stream.IntStream;

/** Services of 100 ports whose names and protocols are as long as they may be: 4 400 of them were within quotas that counted items. */
final class LargeItems implements Attack {

    static final int SERVICES = 4_400;

    /** A delta of somewhat less than 1 MiB. */
    static final int OF_DELTA = 30;

    /** A real attacker's line carries 8 MiB in a second. */
    private static final int DELTAS_PER_SECOND = 8;

    private static final String PROTOCOL =
            "%s.%s.%s/%s".formatted("a".repeat(63), "b".repeat(63), "c".repeat(61), "d".repeat(63));

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, DELTAS_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> fill(member, stream, pace));
        }
    }

    /** All services, the first ones with a snapshot that drops those of the stream before. */
    private static void fill(HostileMember member, MemberStream stream, Pace pace) {
        for (int first = 0; first < SERVICES && !stream.hasEnded() && pace.next(); first += OF_DELTA) {
            member.export(stream, delta(first).setSnapshotBegin(first == 0), false);
        }
        stream.leave();
    }

    static ExportDelta.Builder delta(int first) {
        ExportDelta.Builder delta = ExportDelta.newBuilder();
        IntStream.range(first, first + OF_DELTA)
                .mapToObj(LargeItems::service)
                .forEach(each -> delta.addUpserts(Items.of(each)));
        return delta;
    }

    private static ServiceExport.Builder service(int number) {
        ServiceName name = Items.name("n".repeat(63), "s%062d".formatted(number));
        ServiceExport.Builder service = Items.service(name).clearPorts();
        for (int port = 1; port <= 100; port++) {
            service.addPorts(Items.port("p%061d".formatted(port), port, PROTOCOL));
        }
        return service;
    }
}
