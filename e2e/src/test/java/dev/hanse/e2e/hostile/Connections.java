// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.Hello;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.time.Duration;

/** Connects as a member that has lost its connection: TCP, TLS, a stream, and the Welcome; then leaves. */
final class Connections implements Runnable {

    /** Each connection begins with a snapshot of all that is exported. */
    private static final Duration INTERVAL = Duration.ofSeconds(3);

    private final Door door;
    private final Membership member;
    private final Samples.Writer samples;

    Connections(Door door, Membership member, Samples.Writer samples) {
        this.door = door;
        this.member = member;
        this.samples = samples;
    }

    @Override
    public void run() {
        Pace pace = new Pace(Duration.ofDays(1), INTERVAL);
        while (pace.next()) {
            long millis = System.currentTimeMillis();
            long began = System.nanoTime();
            boolean welcome = connect();
            long nanos = System.nanoTime() - began;
            samples.add(Samples.Kind.CONNECT, millis, welcome ? nanos : Samples.NEVER.toNanos());
        }
    }

    private boolean connect() {
        ManagedChannel channel = door.member(member);
        try {
            MemberStream stream = new MemberStream(channel, new Seen());
            stream.greet(Hello.getDefaultInstance());
            stream.leave();
            return true;
        } catch (StatusRuntimeException e) {
            System.out.println("an honest member was not let in: " + e);
            return false;
        } finally {
            channel.shutdown();
        }
    }
}
