// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ServiceName;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;

/** Exports endpoints of others, of hosts, of a cloud's metadata service, and these in the forms that IPv6 has for IPv4. */
final class ForbiddenEndpoints implements Attack {

    private static final int DELTAS_PER_SECOND = 50;

    private static final List<String> WRONG = List.of(
            "64:ff9b::a9fe:a9fe",
            "2002:a9fe:a9fe::1",
            "2001:0:a9fe:a9fe::1",
            "169.254.169.254",
            "127.0.0.1",
            "fe80::1",
            "224.0.0.1",
            "0.0.0.0",
            "255.255.255.255",
            "10.1.0.1",
            "192.0.2.1");

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, DELTAS_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> export(member, stream, pace));
        }
    }

    private static void export(HostileMember member, MemberStream stream, Pace pace) {
        ServiceName service = Items.name("shop", "web");
        member.export(
                stream,
                ExportDelta.newBuilder().setSnapshotBegin(true).addUpserts(Items.of(Items.service(service))),
                false);
        while (!stream.hasEnded() && pace.next()) {
            ExportDelta.Builder delta = ExportDelta.newBuilder();
            for (String address : WRONG) {
                delta.addUpserts(Items.of(Items.slice(
                        service,
                        "slice-" + WRONG.indexOf(address),
                        List.of(Items.endpoint(InetAddress.ofLiteral(address).getAddress(), "")))));
            }
            member.export(stream, delta, false);
        }
        stream.leave();
    }
}
