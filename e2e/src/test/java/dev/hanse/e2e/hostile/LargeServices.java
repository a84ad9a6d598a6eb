// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.Endpoint;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ServiceName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** One service with more endpoints than fit into a message of gRPC, some of them changing all the time. */
final class LargeServices implements Attack {

    static final ServiceName SERVICE = Items.name("large", "endpoints");

    private static final int SLICES = 500;
    private static final int OF_SLICE = 100;
    private static final int OF_DELTA = 50;
    private static final int CHANGES_PER_SECOND = 5;

    private final int net;

    /** Made before the attack begins: the attacker's own work would be measured along, see {@link Pace}. */
    private final List<ExportItem> slices = new ArrayList<>();

    /** With endpoints in {@code 10.<net>.0.0/16}. */
    LargeServices(int net) {
        this.net = net;
        for (int slice = 0; slice < SLICES; slice++) {
            slices.add(slice(slice, 0));
        }
    }

    @Override
    public void run(HostileMember member, Duration duration) {
        Pace pace = new Pace(duration, CHANGES_PER_SECOND);
        while (pace.next()) {
            member.connect().ifPresent(stream -> export(member, stream, pace));
        }
    }

    private void export(HostileMember member, MemberStream stream, Pace pace) {
        member.export(
                stream,
                ExportDelta.newBuilder().setSnapshotBegin(true).addUpserts(Items.of(Items.service(SERVICE))),
                false);
        for (int first = 0; first < SLICES; first += OF_DELTA) {
            member.export(
                    stream, ExportDelta.newBuilder().addAllUpserts(slices.subList(first, first + OF_DELTA)), false);
        }
        for (int i = 0; !stream.hasEnded() && pace.next(); i++) {
            member.export(stream, ExportDelta.newBuilder().addUpserts(slice(i % SLICES, i)), false);
        }
        stream.leave();
    }

    private ExportItem slice(int number, int change) {
        List<Endpoint> endpoints = new ArrayList<>();
        for (int i = 0; i < OF_SLICE; i++) {
            int host = number * OF_SLICE + i;
            byte[] address = {10, (byte) net, (byte) (host >> 8), (byte) host};
            endpoints.add(Items.endpoint(address, "h%030d-%030d".formatted(host, change)));
        }
        return Items.of(Items.slice(SERVICE, "slice-" + number, endpoints));
    }
}
