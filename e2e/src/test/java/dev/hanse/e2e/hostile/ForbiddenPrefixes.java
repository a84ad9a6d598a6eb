// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ClusterRegistryGrpc;
import dev.hanse.proto.v1.RegisterClusterRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Joins with a real token, and prefixes that everybody would route into its tunnel: reserved ranges, a metadata service,
 * IPv4 in IPv6, everything, the control plane's own address and a prefix of another member. A refused attempt does not use
 * the token up.
 */
final class ForbiddenPrefixes implements Attack {

    private static final int CALLS_PER_SECOND = 50;

    private static final List<List<String>> WRONG = List.of(
            List.of("169.0.0.0/8"),
            List.of("fe00::/8"),
            List.of("64:ff9b::/96"),
            List.of("2002::/16"),
            List.of("240.0.0.0/8"),
            List.of("255.255.255.255/32"),
            List.of("169.254.169.254/32"),
            List.of("::ffff:0:0/96"),
            IntStream.range(64, 128).mapToObj("%d.0.0.0/8"::formatted).toList(),
            List.of("192.0.2.1/32"),
            List.of("10.1.0.0/16"));

    private final String token;

    /** With a token that is good. */
    ForbiddenPrefixes(String token) {
        this.token = token;
    }

    @Override
    public void run(HostileMember member, Duration duration) {
        Door door = new Door(token);
        RegisterClusterRequest.Builder request = Membership.request(door, MemberKey.fresh());
        ManagedChannel channel = door.stranger("0.0.0.0");
        Pace pace = new Pace(duration, CALLS_PER_SECOND);
        for (int call = 0; pace.next(); call++) {
            List<String> prefixes = WRONG.get(call % WRONG.size());
            try {
                ClusterRegistryGrpc.newBlockingStub(channel)
                        .withDeadlineAfter(10, TimeUnit.SECONDS)
                        .registerCluster(request.clearPodPrefixes()
                                .addAllPodPrefixes(prefixes)
                                .build());
                member.seen().note("ACCEPTED:" + prefixes.getFirst());
            } catch (StatusRuntimeException e) {
                member.seen().note(e);
            }
        }
        channel.shutdownNow();
    }
}
