// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ItemRefusal;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Protects that the control plane ends up with what the cluster exports, whatever was lost, refused, delayed or
 * restarted on the way.
 */
class ExportPublisherProperties {

    private static final String[] SERVICES = {"a", "b", "c", "d"};

    private final AtomicInteger epochs = new AtomicInteger();

    /** Publisher and receiver with everything that is between them. */
    private final class Exchange {
        final Random random;
        final int quota;
        final ExportPublisher publisher;
        ReferenceReceiver receiver;
        Map<ItemKey, ExportItem> wanted = Map.of();
        final Deque<ExportDelta> up = new ArrayDeque<>();
        final Deque<DeltaAck> down = new ArrayDeque<>();

        Exchange(long seed, int quota, int maxOctets) {
            random = new Random(seed);
            this.quota = quota;
            publisher = new ExportPublisher(() -> "e" + epochs.incrementAndGet(), maxOctets);
            receiver = new ReferenceReceiver(quota);
            reconnect();
        }

        void want() {
            Map<ItemKey, ExportItem> items = new LinkedHashMap<>();
            for (String service : SERVICES) {
                if (random.nextInt(3) > 0) {
                    add(items, Items.export(service, random.nextInt(5) == 0 ? ReferenceReceiver.POISON_PORT : 80));
                    for (int slice = random.nextInt(4); slice > 0; slice--) {
                        add(items, Items.exportSlice(service, "s" + slice, random.nextInt(3)));
                    }
                }
            }
            wanted = items;
            publisher.desire(items, Coverage.READ);
        }

        void add(Map<ItemKey, ExportItem> items, ExportItem item) {
            items.put(ExportItems.keyOf(item), item);
        }

        boolean send() {
            var next = publisher.next();
            next.ifPresent(up::add);
            return next.isPresent();
        }

        boolean receive() {
            ExportDelta delta = up.poll();
            if (delta != null) {
                assertThat(delta.getPosition().getVersion()).isPositive();
                down.add(receiver.receive(delta));
            }
            return delta != null;
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

        void reconnect() {
            up.clear();
            down.clear();
            publisher.onWelcome(receiver.resumes(publisher.position()), true);
        }

        void receiverForgets() {
            receiver = new ReferenceReceiver(quota);
            reconnect();
        }

        void step() {
            switch (random.nextInt(12)) {
                case 0, 1, 2 -> want();
                case 3, 4, 5 -> send();
                case 6, 7, 8 -> receive();
                case 9 -> acknowledge();
                case 10 -> reconnect();
                default -> {
                    if (random.nextInt(4) == 0) {
                        receiverForgets();
                    }
                }
            }
        }

        /** Lets everything arrive. */
        void settle() {
            boolean moved = true;
            for (int rounds = 0; moved; rounds++) {
                assertThat(rounds).as("the exchange comes to rest").isLessThan(10_000);
                moved = send() | receive() | acknowledge();
            }
        }

        Set<ItemKey> refusedKeys() {
            return publisher.refusals().stream().map(ItemRefusal::getKey).collect(Collectors.toSet());
        }
    }

    @Property(tries = 600)
    void receiverEndsUpWithEveryExportThatItDoesNotRefuse(
            @ForAll long seed,
            @ForAll @IntRange(min = 3, max = 100) int quota,
            @ForAll @IntRange(max = 120) int steps) {
        Exchange exchange = new Exchange(seed, quota, 60 + (int) Math.floorMod(seed, 400L));
        exchange.want();
        for (int i = 0; i < steps; i++) {
            exchange.step();
        }
        exchange.settle();

        Set<ItemKey> refused = exchange.refusedKeys();
        assertThat(exchange.wanted.keySet())
                .as("nothing is held or refused that is not exported")
                .containsAll(exchange.receiver.held.keySet())
                .containsAll(refused);
        exchange.wanted.forEach((key, item) -> {
            if (!refused.contains(key)) {
                assertThat(exchange.receiver.held).as("everything else is held").containsEntry(key, item);
            }
        });
    }

    @Property(tries = 300)
    void withoutRefusalsBothEndsAreEqual(@ForAll long seed, @ForAll @IntRange(max = 120) int steps) {
        Exchange exchange = new Exchange(seed, 1000, 200);
        exchange.want();
        for (int i = 0; i < steps; i++) {
            exchange.step();
        }
        exchange.wanted
                .values()
                .removeIf(item ->
                        item.getServiceExport().getPortsList().stream().anyMatch(port -> port.getPort() == 666));
        exchange.wanted
                .keySet()
                .removeIf(key -> key.hasEndpointSlice()
                        && !exchange.wanted.containsKey(ItemKey.newBuilder()
                                .setServiceExport(key.getEndpointSlice().getService())
                                .build()));
        exchange.publisher.desire(exchange.wanted, Coverage.READ);
        exchange.settle();

        assertThat(exchange.receiver.held).isEqualTo(exchange.wanted);
        assertThat(exchange.publisher.refusals()).isEmpty();
    }

    @Property(tries = 200)
    void noDeltaIsLargerThanTheLimitUnlessOneItemIs(@ForAll long seed) {
        Exchange exchange = new Exchange(seed, 1000, 300);
        exchange.want();
        while (exchange.send()) {
            ExportDelta delta = exchange.up.getLast();
            assertThat(delta.getUpsertsCount() + delta.getRemovalsCount() < 2 || delta.getSerializedSize() <= 300 + 100)
                    .isTrue();
        }
    }
}
