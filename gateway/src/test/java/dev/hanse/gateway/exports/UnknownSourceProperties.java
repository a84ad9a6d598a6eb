// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Protects that a gateway withdraws nothing of a source that it has not read since it started, however often it starts
 * and whatever is lost on the way, and that both ends are equal once it has.
 */
class UnknownSourceProperties {

    private static final String[] READABLE = {"a", "b", "c"};
    private static final String[] AWAY = {"x", "y", "z"};

    private final AtomicInteger epochs = new AtomicInteger();

    private final class Exchange {
        final Random random;
        final ReferenceReceiver receiver = new ReferenceReceiver(1_000);
        final boolean heedsCoverage;
        final Deque<ExportDelta> up = new ArrayDeque<>();
        final Deque<DeltaAck> down = new ArrayDeque<>();
        ExportPublisher publisher = publisher();
        Map<ItemKey, ExportItem> readable = Map.of();
        Map<ItemKey, ExportItem> away = Map.of();
        boolean known;

        Exchange(long seed, boolean heedsCoverage) {
            random = new Random(seed);
            this.heedsCoverage = heedsCoverage;
            reconnect();
        }

        ExportPublisher publisher() {
            return new ExportPublisher(() -> "e" + epochs.incrementAndGet(), 200);
        }

        Map<ItemKey, ExportItem> some(String... services) {
            Map<ItemKey, ExportItem> items = new LinkedHashMap<>();
            for (String service : services) {
                if (random.nextBoolean()) {
                    ExportItem export = Items.export(service, 80 + random.nextInt(3));
                    items.put(ExportItems.keyOf(export), export);
                }
            }
            return items;
        }

        void publish() {
            Map<ItemKey, ExportItem> all = new LinkedHashMap<>(readable);
            if (known) {
                all.putAll(away);
            }
            publisher.desire(all, known ? Coverage.READ : Coverage.UNKNOWN);
        }

        void readReadable() {
            readable = some(READABLE);
            publish();
        }

        void readAway() {
            known = true;
            away = some(AWAY);
            publish();
        }

        /** Without anything kept, and with the second source out of reach. */
        void restart() {
            settle();
            publisher = publisher();
            known = false;
            readReadable();
            reconnect();
        }

        void reconnect() {
            up.clear();
            down.clear();
            publisher.onWelcome(receiver.resumes(publisher.position()), heedsCoverage);
        }

        boolean send() {
            var next = publisher.next();
            next.ifPresent(up::add);
            return next.isPresent();
        }

        boolean receive() {
            ExportDelta delta = up.poll();
            if (delta != null) {
                Set<ItemKey> before = held(AWAY);
                down.add(receiver.receive(delta));
                assertThat(known || held(AWAY).equals(before))
                        .as("nothing of the source that was not read is withdrawn")
                        .isTrue();
            }
            return delta != null;
        }

        Set<ItemKey> held(String... services) {
            Set<ItemKey> held = new HashSet<>(receiver.held.keySet());
            Set<String> names = Set.of(services);
            held.removeIf(key -> !names.contains(key.getServiceExport().getName()));
            return held;
        }

        boolean acknowledge() {
            DeltaAck ack = down.poll();
            if (ack != null) {
                try {
                    publisher.acknowledged(ack);
                } catch (ProtocolException e) {
                    throw new AssertionError(e);
                }
            }
            return ack != null;
        }

        void settle() {
            boolean moved = true;
            while (moved) {
                moved = send() | receive() | acknowledge();
            }
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1 -> readReadable();
                case 2 -> readAway();
                case 3, 4, 5 -> send();
                case 6, 7 -> receive();
                case 8, 9 -> acknowledge();
                case 10 -> reconnect();
                default -> restart();
            }
        }
    }

    @Property(tries = 500)
    void withdrawsNothingOfASourceThatItHasNotRead(
            @ForAll long seed, @ForAll boolean heedsCoverage, @ForAll @IntRange(max = 120) int steps) {
        Exchange exchange = new Exchange(seed, heedsCoverage);
        exchange.readReadable();
        for (int i = 0; i < steps; i++) {
            exchange.step();
        }
        exchange.settle();
        if (heedsCoverage) {
            assertThat(exchange.receiver.held)
                    .as("what was read is exported meanwhile")
                    .containsAllEntriesOf(exchange.readable);
        }
        exchange.readAway();
        exchange.settle();

        Map<ItemKey, ExportItem> all = new HashMap<>(exchange.readable);
        all.putAll(exchange.away);
        assertThat(exchange.receiver.held).isEqualTo(all);
    }

    @Property(tries = 300)
    void takesBackWhatTheReadableSourceNoLongerHas(@ForAll long seed, @ForAll @IntRange(max = 80) int steps) {
        Exchange exchange = new Exchange(seed, true);
        exchange.readReadable();
        for (int i = 0; i < steps; i++) {
            switch (exchange.random.nextInt(5)) {
                case 0 -> exchange.readReadable();
                case 1 -> exchange.send();
                case 2 -> exchange.receive();
                case 3 -> exchange.acknowledge();
                default -> exchange.reconnect();
            }
        }
        exchange.settle();

        assertThat(exchange.receiver.held).isEqualTo(exchange.readable);
    }
}
