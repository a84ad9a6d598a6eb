// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RenewCertificateRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Has its certificate renewed: each time a signature and a write to the disk, as often as it is let. */
final class RenewalFlood implements Attack {

    private static final int CALLS_PER_SECOND = 200;

    @Override
    public void run(HostileMember member, Duration duration) {
        RenewCertificateRequest request = RenewCertificateRequest.newBuilder()
                .setCsr(MemberKey.fresh().request())
                .build();
        Pace pace = new Pace(duration, CALLS_PER_SECOND);
        while (pace.next()) {
            try {
                ClusterRegistryGrpc.newBlockingStub(member.channel())
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .renewCertificate(request);
                member.seen().note("RENEWED");
            } catch (StatusRuntimeException e) {
                member.seen().note(e);
            }
        }
    }
}
