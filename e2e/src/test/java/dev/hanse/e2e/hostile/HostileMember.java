// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Hello;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.util.Optional;

/**
 * A member that an attack acts through: a real certificate, the contract's messages, and a record of what it is told.
 *
 * @param door to the control plane
 * @param membership that a real join token gave
 * @param channel of the member
 * @param seen what it was told
 */
record HostileMember(Door door, Membership membership, ManagedChannel channel, Seen seen) {

    /** Joins with the token. */
    static HostileMember join(String token, String podPrefix) {
        Door door = new Door(token);
        Membership membership = Membership.join(door, podPrefix);
        return new HostileMember(door, membership, door.member(membership), new Seen());
    }

    /** A stream that is welcome; empty where it was refused, which is noted. */
    Optional<MemberStream> connect(Hello hello) {
        MemberStream stream = new MemberStream(channel, seen);
        try {
            stream.greet(hello);
            return Optional.of(stream);
        } catch (StatusRuntimeException e) {
            seen.note(e);
            return Optional.empty();
        }
    }

    /** As {@link #connect(Hello)}, as somebody who knows nothing yet. */
    Optional<MemberStream> connect() {
        return connect(Hello.newBuilder().setSoftwareVersion("hostile").build());
    }

    /** Sends a change and notes how it is answered. */
    void export(MemberStream stream, ExportDelta.Builder delta, boolean goesOn) {
        try {
            seen.note(MemberStream.await(stream.export(delta, goesOn)));
        } catch (StatusRuntimeException e) {
            seen.note(e);
        }
    }
}
