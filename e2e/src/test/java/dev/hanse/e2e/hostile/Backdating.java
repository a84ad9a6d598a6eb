// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import com.google.protobuf.util.Timestamps;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ServiceExport;
import dev.hanse.proto.v1.ServiceName;
import java.time.Duration;

/** Claims a service of another member as its own, older one, with a rule that sends everybody here; takes it back, and claims it again. */
final class Backdating implements Attack {

    static final ServiceName CLAIMED = Items.name("pay", "api");

    private static final int CLAIMS_PER_SECOND = 50;
    private static final Duration MAX_AGE = Duration.ofDays(365);

    private final String address;

    /** With an endpoint at this address. */
    Backdating(String address) {
        this.address = address;
    }

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, CLAIMS_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> claim(member, stream, pace));
        }
    }

    private void claim(HostileMember member, MemberStream stream, Pace pace) {
        member.export(stream, ExportDelta.newBuilder().setSnapshotBegin(true), false);
        for (int i = 1; !stream.hasEnded() && pace.next(); i++) {
            ExportDelta.Builder delta = ExportDelta.newBuilder();
            if (i % 5 == 0) {
                delta.addRemovals(Items.key(CLAIMED));
            } else {
                delta.addUpserts(Items.of(claim(member.membership().cluster(), i)))
                        .addUpserts(Items.of(Items.slice(CLAIMED, "evil", address)));
            }
            member.export(stream, delta, false);
        }
        stream.leave();
    }

    private static ServiceExport.Builder claim(String cluster, int number) {
        return Items.service(CLAIMED)
                .setCreatedAt(Timestamps.fromMillis(System.currentTimeMillis() - age(number)))
                .putExportedAnnotations("dns.hanse.dev/selection", "ordered-only " + cluster);
    }

    /** Between 290 s, as it was first found, and a year. */
    private static long age(int number) {
        return number % 2 == 0 ? 290_000 : MAX_AGE.toMillis() / number;
    }
}
