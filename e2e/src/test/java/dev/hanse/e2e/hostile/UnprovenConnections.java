// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.net.testing.RawClient;
import io.grpc.ManagedChannel;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * Takes connections without a certificate, each held until the other side ends it: idle ones, such with the beginning of
 * a request of 4 MiB, and watches of health.
 */
final class UnprovenConnections implements Attack {

    private static final int CONNECTIONS_PER_SECOND = 40;
    /** From each address: beyond the 32 open calls that it may have, so that the attack meets its quota on a machine too busy for the rate. */
    private static final int LEAST_OF_ADDRESS = 40;

    private static final int KEPT = 600;
    private static final int REQUEST_OCTETS = 4 << 20;
    private static final int SENT_OCTETS = 60 << 10;

    private final List<String> addresses;
    private final Deque<RawClient> open = new ArrayDeque<>();

    /** From these addresses of this host. */
    UnprovenConnections(List<String> addresses) {
        this.addresses = List.copyOf(addresses);
    }

    @Override
    public void run(HostileMember member, Duration duration) throws IOException {
        List<ManagedChannel> watchers =
                addresses.stream().map(member.door()::stranger).toList();
        Pace pace = new Pace(duration, CONNECTIONS_PER_SECOND);
        int least = LEAST_OF_ADDRESS * addresses.size();
        for (int i = 0; pace.next() || i < least; i++) {
            watch(member, watchers.get(i % watchers.size()));
            connect(member, addresses.get(i % addresses.size()), i % 2 == 0);
        }
        watchers.forEach(ManagedChannel::shutdownNow);
        while (!open.isEmpty()) {
            open.remove().close();
        }
    }

    private static void watch(HostileMember member, ManagedChannel channel) {
        HealthGrpc.newStub(channel).watch(HealthCheckRequest.getDefaultInstance(), new StreamObserver<>() {
            @Override
            public void onNext(HealthCheckResponse answer) {
                member.seen().note("WATCHED");
            }

            @Override
            public void onError(Throwable failure) {
                member.seen().note(failure);
            }

            @Override
            public void onCompleted() {
                member.seen().note("COMPLETED");
            }
        });
    }

    private void connect(HostileMember member, String from, boolean begins) throws IOException {
        try {
            RawClient client = RawClient.connect(from, member.door().server());
            open.add(client);
            member.seen().note("CONNECTED");
            if (begins) {
                client.introduce();
                client.call("hanse.v1.ClusterRegistry/RegisterCluster");
                client.beginMessage(REQUEST_OCTETS, SENT_OCTETS);
            }
        } catch (IOException | GeneralSecurityException e) {
            member.seen().note("CONNECTION_REFUSED");
        }
        if (open.size() > KEPT) {
            open.remove().close();
        }
    }
}
