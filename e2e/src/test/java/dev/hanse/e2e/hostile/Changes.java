// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.ServiceName;
import io.grpc.Channel;

/** Moves the one endpoint of a service with every change. A stream that ends is a failure, and is opened anew. */
final class Changes {

    private static final ServiceName SERVICE = Items.name("load", "counter");

    private final Channel channel;
    private final Samples.Writer samples;
    private MemberStream stream;
    private int changes;

    Changes(Channel channel, Samples.Writer samples) {
        this.channel = channel;
        this.samples = samples;
        this.stream = begin();
    }

    private MemberStream begin() {
        MemberStream begun = new MemberStream(channel, new Seen());
        begun.greet(Hello.newBuilder().setSoftwareVersion("honest").build());
        begun.exported(ExportDelta.newBuilder().setSnapshotBegin(true).addUpserts(Items.of(Items.service(SERVICE))));
        return begun;
    }

    /** Sends one change, and measures until its answer. Does not wait. */
    void next() {
        long millis = System.currentTimeMillis();
        long began = System.nanoTime();
        int host = 1 + changes++ % 200;
        ExportDelta.Builder change =
                ExportDelta.newBuilder().addUpserts(Items.of(Items.slice(SERVICE, "one", "10.101.0." + host)));
        stream.export(change, false)
                .whenComplete((ack, failure) -> answered(millis, System.nanoTime() - began, ack, failure));
        if (stream.hasEnded()) {
            stream = begin();
        }
    }

    private void answered(long millis, long nanos, DeltaAck ack, Throwable failure) {
        boolean taken = failure == null && ack.getRefusalsCount() == 0;
        if (!taken) {
            System.out.println("an honest change was not taken: " + (failure == null ? ack : failure));
        }
        samples.add(Samples.Kind.ACK, millis, taken ? nanos : Samples.NEVER.toNanos());
    }
}
