// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.lease;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.jspecify.annotations.Nullable;

/** Protects objects from two hands: whatever is late, lost or frozen, at no moment may two gateways write, and in the end one may. */
class LeaseProperties {

    private static final Instant WALL = Instant.parse("2026-11-29T10:00:00Z");
    private static final long TICK = Duration.ofMillis(250).toNanos();

    /** One gateway: its rules, the answer and the news that are on their way to it, and until when it stands still. */
    private static final class Gateway {
        private final String name;
        private final LeaseRules rules;
        private long frozenUntil;
        private long answerAt = Long.MAX_VALUE;
        private @Nullable Answer answer;

        private Gateway(int number) {
            name = "gw-" + number;
            rules = new LeaseRules(name);
        }
    }

    private record Answer(@Nullable SeenLease lease, long sent) {}

    @Property
    void atMostOneWrites(
            @ForAll @Size(value = 400) List<@IntRange(min = 0, max = 99) Integer> chances, @ForAll long seed) {
        Random random = new Random(seed);
        List<Gateway> gateways = List.of(new Gateway(1), new Gateway(2), new Gateway(3));
        SeenLease stored = new SeenLease("", Duration.ofSeconds(1), 0, "uid", "1", 0);
        long now = 0;
        for (int chance : chances) {
            now += TICK;
            long time = now;
            Gateway gateway = gateways.get(random.nextInt(3));
            if (chance < 3) {
                gateway.frozenUntil = now + random.nextInt(120) * TICK;
            }
            for (Gateway each : gateways) {
                if (each.frozenUntil <= now) {
                    stored = turn(each, stored, now, random);
                }
            }
            assertThat(gateways.stream()
                            .filter(each -> each.rules.mayWrite(time, WALL.plusNanos(time)) && !each.rules.isAlone()))
                    .as("whoever writes more than its own cluster's endpoints")
                    .hasSizeLessThan(2);
        }
        for (int i = 0; i < 400; i++) {
            now += TICK;
            for (Gateway each : gateways) {
                each.frozenUntil = 0;
                stored = turn(each, stored, now, new Random(i));
            }
        }
        long end = now;
        assertThat(gateways.stream().filter(each -> each.rules.mayWrite(end, WALL.plusNanos(end))))
                .hasSize(1);
    }

    /** What has arrived is taken; then, unless a request is on its way, the next is sent, and its answer will be late. */
    private static SeenLease turn(Gateway gateway, SeenLease stored, long now, Random random) {
        if (gateway.answerAt <= now) {
            Answer answer = gateway.answer;
            if (answer != null && answer.lease() != null) {
                gateway.rules.onHeld(answer.lease(), answer.sent(), WALL.plusNanos(answer.sent()));
            }
            gateway.answer = null;
            gateway.answerAt = Long.MAX_VALUE;
        }
        if (gateway.answer != null) {
            return stored;
        }
        if (random.nextInt(4) > 0) {
            gateway.rules.onSeen(at(stored, now));
        }
        return switch (gateway.rules.next(random.nextInt(20) > 0, true, now)) {
            case LeaseMove.Wait _, LeaseMove.Create _ -> stored;
            case LeaseMove.Take(SeenLease from, boolean alone) -> update(gateway, alone, from, stored, now, random);
            case LeaseMove.Renew(SeenLease from, boolean alone) -> update(gateway, alone, from, stored, now, random);
            case LeaseMove.Release(SeenLease from, LeaseMove.Why _) -> {
                SeenLease after = from.version().equals(stored.version()) ? next(stored, "", false, now) : stored;
                gateway.rules.onSeen(at(after, now));
                yield after;
            }
        };
    }

    /** The server takes it where the version fits; the answer may be lost, and the gateway may be frozen before it comes. */
    private static SeenLease update(
            Gateway gateway, boolean alone, SeenLease from, SeenLease stored, long now, Random random) {
        boolean taken = from.version().equals(stored.version());
        SeenLease after = taken ? next(stored, gateway.name, alone, now) : stored;
        boolean lost = random.nextInt(5) == 0;
        gateway.answer = new Answer(taken && !lost ? after : null, now);
        gateway.answerAt = now + random.nextInt(8) * TICK;
        return after;
    }

    private static SeenLease next(SeenLease stored, String holder, boolean alone, long now) {
        String version = Integer.toString(Integer.parseInt(stored.version()) + 1);
        return new SeenLease(holder, LeaseRules.TERM, 0, "uid", version, alone, now);
    }

    private static SeenLease at(SeenLease lease, long now) {
        return new SeenLease(lease.holder(), lease.term(), 0, lease.uid(), lease.version(), lease.alone(), now);
    }
}
