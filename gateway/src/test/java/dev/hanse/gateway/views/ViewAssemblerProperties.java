// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.testing.Items;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/**
 * Protects that applying deltas gives the same content as applying the whole, whatever is cut, resumed or started over.
 */
class ViewAssemblerProperties {

    private final ViewRules rules = new ViewRules(new ClusterId("east"), List.of());

    /** A sender that knows the truth and may be interrupted. */
    private final class Sender {
        final Random random;
        final ViewAssembler assembler = new ViewAssembler(rules);
        Map<ItemKey, ViewItem> truth = new LinkedHashMap<>();
        Map<ItemKey, ViewItem> sent = new LinkedHashMap<>();
        long version;

        Sender(long seed) {
            random = new Random(seed);
        }

        void change() {
            Map<ItemKey, ViewItem> next = new LinkedHashMap<>(truth);
            for (int i = 0; i < 3; i++) {
                String service = "s" + random.nextInt(6);
                String cluster = random.nextBoolean() ? "west" : "north";
                ViewItem item = switch (random.nextInt(3)) {
                    case 0 -> Items.serviceImport(service, cluster);
                    case 1 -> Items.importedSlice(cluster, service, "10.20.0." + (1 + random.nextInt(250)));
                    default -> Items.peer(cluster, "gw-" + random.nextInt(3), "10.20.0.0/16");
                };
                if (random.nextInt(3) == 0) {
                    next.remove(ItemKeys.of(item));
                } else {
                    next.put(ItemKeys.of(item), item);
                }
            }
            truth = next;
        }

        /** Sends the difference, in one to four parts; with {@code cut} the last part is lost with the stream. */
        void send(boolean snapshot, boolean cut) {
            version += 1 + random.nextInt(3);
            List<ViewDelta.Builder> parts = new ArrayList<>();
            for (int i = 0; i <= random.nextInt(4); i++) {
                parts.add(ViewDelta.newBuilder()
                        .setPosition(Position.newBuilder().setEpoch("e").setVersion(version)));
            }
            parts.getFirst().setSnapshotBegin(snapshot);
            Map<ItemKey, ViewItem> base = snapshot ? Map.of() : sent;
            base.keySet().stream()
                    .filter(key -> !truth.containsKey(key))
                    .forEach(key -> parts.getFirst().addRemovals(key));
            truth.forEach((key, item) -> {
                if (!Objects.equals(item, base.get(key))) {
                    parts.get(random.nextInt(parts.size())).addUpserts(item);
                }
            });
            for (ViewDelta.Builder part : parts) {
                boolean last = part == parts.getLast();
                if (!last || !cut) {
                    assertThat(assembler.apply(part.setMoreFollows(!last).build()))
                            .isInstanceOf(ViewAssembler.Outcome.Applied.class);
                }
            }
            if (cut) {
                assembler.onDisconnect();
            } else {
                sent = truth;
            }
        }
    }

    @Property(tries = 400)
    void deltasGiveTheSameAsTheWhole(@ForAll long seed, @ForAll @IntRange(min = 1, max = 40) int steps) {
        Sender sender = new Sender(seed);
        sender.send(true, false);
        for (int i = 0; i < steps; i++) {
            sender.change();
            sender.send(sender.random.nextInt(5) == 0, sender.random.nextInt(4) == 0);
        }
        sender.send(false, false);

        ViewAssembler whole = new ViewAssembler(rules);
        whole.apply(ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch("w").setVersion(1))
                .setSnapshotBegin(true)
                .addAllUpserts(sender.truth.values())
                .build());
        assertThat(sender.assembler.content()).isEqualTo(whole.content());
        assertThat(sender.assembler.items()).containsExactlyInAnyOrderElementsOf(Items.octets(sender.truth.values()));
    }
}
