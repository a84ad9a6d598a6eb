// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Protects the law by which senders are told to slow down, by comparing it with the pseudo-code of the RFC. */
class CodelProperties {

    private static final int FLOW = 5;
    private static final long TARGET = 20;
    private static final long INTERVAL = 500;
    private static final int FLOOR = 3000;
    private static final int STEPS = 20_000;

    /** One queue under our CoDel. */
    private static final class Ours {
        private final Codel codel = codel();
        private final Deque<ReferenceCodel.Waiting> queue = new ArrayDeque<>();
        private final List<Integer> dropped = new ArrayList<>();
        private int octets;

        void enqueue(ReferenceCodel.Waiting packet) {
            queue.add(packet);
            octets += packet.octets();
        }

        int dequeue(long now) {
            for (ReferenceCodel.Waiting packet = queue.poll(); packet != null; packet = queue.poll()) {
                octets -= packet.octets();
                if (!codel.signals(FLOW, packet.arrival(), octets, now)) {
                    return packet.id();
                }
                dropped.add(packet.id());
            }
            codel.idle(FLOW);
            return -1;
        }
    }

    /** Phases of more and of less load than the way out takes, with clocks that begin anywhere, one shortly before it wraps. */
    @Property(tries = 200)
    void agreesWithTheRfc(@ForAll long seed) {
        Random random = new Random(seed);
        long origin = random.nextBoolean() ? Long.MAX_VALUE - random.nextInt(100_000) : random.nextLong();
        Ours ours = new Ours();
        ReferenceCodel reference = new ReferenceCodel(TARGET, INTERVAL, FLOOR);
        long now = 1;
        int load = 0;
        for (int id = 0; id < STEPS; id++) {
            now += random.nextInt(6);
            load = random.nextInt(1000) == 0 ? random.nextInt(100) : load;
            if (random.nextInt(100) < load) {
                int length = 1 + random.nextInt(1500);
                reference.enqueue(new ReferenceCodel.Waiting(id, length, now));
                ours.enqueue(new ReferenceCodel.Waiting(id, length, origin + now));
            }
            if (random.nextInt(100) < 45) {
                ReferenceCodel.Waiting expected = reference.dequeue(now);
                assertThat(ours.dequeue(origin + now)).isEqualTo(expected == null ? -1 : expected.id());
            }
        }
        assertThat(ours.dropped).isEqualTo(reference.dropped());
    }

    /** Distances between drops: an interval by the square root of how many there were. */
    @Example
    void tellsEverMoreOften() {
        Codel codel = codel();
        List<Long> told = new ArrayList<>();
        for (long now = 0; now < 2500; now++) {
            if (codel.signals(FLOW, now - TARGET, FLOOR + 1, now)) {
                told.add(now);
            }
        }
        assertThat(told).startsWith(500L, 1000L, 1353L, 1641L, 1891L, 2114L, 2318L);
    }

    @Example
    void toleratesAStandingQueueOfOnePacket() {
        Codel codel = codel();
        for (long now = 0; now < 10_000; now++) {
            assertThat(codel.signals(FLOW, now - 400, FLOOR, now)).isFalse();
        }
    }

    @Example
    void flowsDoNotKnowEachOther() {
        Codel codel = codel();
        for (long now = 0; now < 10_000; now++) {
            codel.signals(FLOW, now - 400, FLOOR + 1, now);
            assertThat(codel.signals(FLOW + 1, now - TARGET + 1, FLOOR + 1, now))
                    .isFalse();
        }
    }

    private static Codel codel() {
        return new Codel(8, new QueueSettings(0, 0, 3, 2, 1 << 20, 1, FLOOR, TARGET, INTERVAL));
    }
}
