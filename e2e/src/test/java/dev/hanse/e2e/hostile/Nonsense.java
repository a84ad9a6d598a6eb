// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.hostile;

import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.Hello;
import dev.hanse.proto.v1.Position;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Breaks the contract where it stands: escapes of terminals in all texts, acknowledgements of what was never sent,
 * streams that are opened and left alone, and positions of other times to resume from.
 */
final class Nonsense implements Attack {

    /** CSI in one octet, a turn of direction, NUL, a line separator, and what clears a screen. */
    static final List<String> ESCAPES = List.of("\u009b2J", "\u202egnp", "a\u0000b", "a\u2028b", "\u001b[2J");

    private static final int STREAMS_PER_SECOND = 30;

    /** One less than a member may have open. */
    private static final int LEFT_ALONE = 7;

    private Position earlier = Position.getDefaultInstance();

    @Override
    public void run(HostileMember member, Duration duration) {
        for (int i = 0; i < LEFT_ALONE; i++) {
            new MemberStream(member.channel(), member.seen());
        }
        Pace pace = new Pace(duration, STREAMS_PER_SECOND);
        for (int i = 0; pace.next(); i++) {
            String escape = ESCAPES.get(i % ESCAPES.size());
            boolean replays = i % 3 == 0;
            member.connect(hello(escape, replays, i)).ifPresent(stream -> talk(member, stream, escape));
        }
    }

    private Hello hello(String escape, boolean replays, int number) {
        Hello.Builder hello = Hello.newBuilder().setSoftwareVersion("1.0 " + escape);
        if (replays) {
            hello.setViewPosition(
                            number % 2 == 0
                                    ? earlier
                                    : position(UUID.randomUUID().toString(), number))
                    .setExportPosition(position(earlier.getEpoch() + "x", Long.MAX_VALUE));
        }
        return hello.build();
    }

    private static Position position(String epoch, long version) {
        return Position.newBuilder().setEpoch(epoch).setVersion(version).build();
    }

    private void talk(HostileMember member, MemberStream stream, String escape) {
        member.export(
                stream,
                ExportDelta.newBuilder()
                        .setSnapshotBegin(true)
                        .addUpserts(Items.of(Items.service(Items.name("shop", "web" + escape))))
                        .addUpserts(Items.of(Items.service(Items.name("shop", "labels"))
                                .putExportedLabels("label" + escape, escape)))
                        .addUpserts(Items.of(
                                Items.service(Items.name("shop", "words")).setInternalTrafficPolicy(escape)))
                        .addUpserts(Items.of(
                                Items.service(Items.name("shop", "notes")).putExportedAnnotations("note", escape))),
                false);
        earlier = stream.view();
        stream.say(
                ExchangeRequest.newBuilder().setViewAck(DeltaAck.newBuilder().setPosition(position("never-sent", 7))));
        member.seen().note(stream.awaitEnd());
    }
}
