// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.consul.ConsulException;
import io.vertx.core.buffer.Buffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects that a service which Consul refuses waits alone, and what is done when another gateway has taken over or Consul is away. */
class ImportPassTest {

    private static final String REFUSED = "{\"Errors\": [{\"OpIndex\": 1, \"What\": \"Permission denied\"}]}";
    private static final String STALE = "{\"Errors\": [{\"OpIndex\": 2, \"What\": \"failed, index is stale\"}]}";
    private static final String LOST = "{\"Errors\": [{\"OpIndex\": 0, \"What\": \"failed session check\"}]}";

    private final FakeConsul consul = new FakeConsul().reply("/v1/session/create", 200, "{\"ID\": \"s-1\"}");
    private long now;
    private final WriterLock lock = new WriterLock("hanse-west", "k", "gw-1", () -> now);
    private final ServiceDelays delays = new ServiceDelays(() -> now, new Random(1));
    private final ImportPass pass = new ImportPass(
            lock, new Transactions("hanse-west", "k"), delays, new NameUse("hanse-west", () -> now), new AtomicLong());
    private final TreeMap<String, Map<String, WantedInstance>> wanted = new TreeMap<>();
    private long version;
    private long namesVersion = 1;
    private boolean current = true;
    private SeenNode node = new SeenNode(true, true, Map.of());

    @BeforeEach
    void takeLock() throws Exception {
        lock.turn(consul, SeenLock.FREE, true);
        consul.written();
    }

    private void want(String service, int instances) {
        Map<String, WantedInstance> all = new HashMap<>();
        IntStream.range(0, instances)
                .forEach(i -> all.put(
                        service + "/" + i,
                        new WantedInstance(
                                new Instance(service, "10.0.0." + i, 80, List.of(), Map.of("hanse-written-by", "x"), 1),
                                new Health(Health.PASSING, ""))));
        wanted.put(service, all);
    }

    private List<String> run(String... names) throws Exception {
        pass.run(
                consul,
                new ImportServices(wanted, List.of(), List.of()),
                new SeenState(node, Map.of(), Set.of(names), namesVersion, SeenLock.FREE, ++version),
                () -> current);
        return consul.written();
    }

    private void pass(Duration time) throws Exception {
        now += time.toNanos();
        lock.renew(consul);
        consul.written();
    }

    @Test
    void aServiceGoesInAsManyTransactionsAsItNeeds() throws Exception {
        want("web", 70);
        assertThat(run()).hasSize(3).allSatisfy(each -> {
            assertThat(each).startsWith("/v1/txn ").contains("\"check-session\"", "\"Session\":\"s-1\"");
            assertThat(each.split("\"Verb\"", -1)).hasSizeLessThanOrEqualTo(65);
        });
    }

    @Test
    void whatIsRefusedWaitsAndIsToldAndOthersAreWritten() throws Exception {
        want("a", 1);
        want("b", 1);
        consul.reply("/v1/txn", 409, REFUSED);
        assertThat(run()).hasSize(2);
        assertThat(delays.told()).hasSize(2).allMatch(line -> line.contains("Permission denied"));
        want("c", 1);
        consul.reply("/v1/txn", 200, "{}");
        assertThat(run()).singleElement().asString().contains("\"Service\":\"c\"");
        now += 60_000_000_000L;
        lock.turn(consul, SeenLock.FREE, true);
        consul.written();
        assertThat(run()).hasSize(3);
        assertThat(delays.told()).isEmpty();
    }

    @Test
    void whatChangedMeanwhileIsTriedAgainAndNotTold() throws Exception {
        want("a", 1);
        consul.reply("/v1/txn", 409, STALE);
        assertThat(run()).hasSize(1);
        assertThat(delays.told()).isEmpty();
        assertThat(run()).isEmpty();
        now += 200_000_000L;
        assertThat(run()).hasSize(1);
    }

    @Test
    void whoHasLostTheLockStops() throws Exception {
        want("a", 1);
        want("b", 1);
        consul.reply("/v1/txn", 409, LOST);
        assertThat(run()).hasSize(1);
        assertThat(lock.isHeld()).isFalse();
    }

    @Test
    void aConsulThatIsAwayEndsThePass() throws Exception {
        want("a", 1);
        consul.away(true);
        assertThatThrownBy(this::run).isInstanceOf(ConsulException.class);
    }

    @Test
    void whatIsWrittenIsNotWrittenAgainBeforeItWasRead() throws Exception {
        want("a", 1);
        assertThat(run()).hasSize(1);
        version--;
        assertThat(run()).isEmpty();
    }

    @Test
    void whoeverChangesItAgainAndAgainIsNotRacedWith() throws Exception {
        want("a", 1);
        int writes = 0;
        for (int i = 0; i < 600; i++) {
            writes += (int)
                    run().stream().filter(each -> each.startsWith("/v1/txn")).count();
            now += 100_000_000L;
        }
        assertThat(writes).isBetween(4, 12);
    }

    @Test
    void aNameThatSomebodyElseHasIsLeftToThem() throws Exception {
        want("a", 1);
        consul.has("/v1/catalog/service/a", "[{\"Node\": \"n-1\", \"ServiceMeta\": null}]");
        assertThat(run("a")).isEmpty();
        assertThat(delays.told()).singleElement().asString().contains("on node n-1");
    }

    @Test
    void oneThatConsulStumblesOverKeepsNoOtherFromBeingWritten() throws Exception {
        want("a", 1);
        want("b", 1);
        consul.failing("\"Service\":\"a\"");
        assertThatThrownBy(this::run).isInstanceOf(ConsulException.class);
        consul.written();
        pass(Duration.ofMillis(300));
        assertThat(run()).singleElement().asString().contains("\"Service\":\"b\"");
        assertThat(delays.told()).singleElement().asString().contains("a is not written: no answer");
        pass(Duration.ofMillis(9600));
        assertThat(run()).noneMatch(each -> each.contains("\"Service\":\"a\""));
    }

    @Test
    void manyThatConsulStumblesOverKeepNoOtherFromBeingWritten() throws Exception {
        IntStream.range(0, 5).forEach(i -> want("a" + i, 1));
        want("b", 1);
        consul.failing("\"Service\":\"a");
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(this::run).isInstanceOf(ConsulException.class);
            consul.written();
            pass(Duration.ofSeconds(15));
        }
        assertThatThrownBy(this::run).as("a0 again").isInstanceOf(ConsulException.class);
        assertThat(consul.written()).first().asString().contains("\"Service\":\"b\"");
    }

    @Test
    void aNameThatDiffersOnlyInCaseIsTheSame() throws Exception {
        want("web--shop", 1);
        consul.has("/v1/catalog/service/web--shop", "[{\"Node\": \"n-1\", \"ServiceMeta\": null}]");
        Set<String> names = SeenBody.names(Optional.of(Buffer.buffer("{\"Web--Shop\": []}")));
        assertThat(run(names.toArray(String[]::new))).isEmpty();
        assertThat(delays.told()).singleElement().asString().contains("on node n-1");
    }

    @Test
    void whatIsRemovedBecauseOfAConflictDoesNotForgetIt() throws Exception {
        want("a", 1);
        Map<String, SeenInstance> there = new HashMap<>();
        Objects.requireNonNull(wanted.get("a"))
                .forEach((id, each) -> there.put(id, new SeenInstance(each.instance(), 1)));
        node = new SeenNode(true, true, there);
        consul.has("/v1/catalog/service/a", "[{\"Node\": \"n-1\", \"ServiceMeta\": null}]");
        for (int i = 0; i < 8; i++) {
            run("a");
            pass(Duration.ofSeconds(31));
        }
        consul.written();
        int removals = 0;
        for (int i = 0; i < 300; i++) {
            removals += run("a").stream().anyMatch(each -> each.startsWith("/v1/txn")) ? 1 : 0;
            now += Duration.ofMillis(100).toNanos();
        }
        assertThat(removals).isLessThan(10);
    }

    @Test
    void whatIsNoLongerToBeThereIsNotWrittenOn() throws Exception {
        want("big", 70);
        want("next", 1);
        consul.onWrite(() -> current = false);
        assertThat(run()).hasSize(1);
        current = true;
        consul.onWrite(() -> {});
        assertThat(run()).as("all of both").hasSize(4);
    }

    @Test
    void theLockIsRenewedWithinABigService() throws Exception {
        want("big", 70);
        consul.onWrite(() -> now += Duration.ofSeconds(4).toNanos());
        assertThat(run().stream().filter(each -> each.startsWith("/v1/session/renew/")))
                .hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void namesAreLookedAtAgainAFewAtATimeAndAfterTheWrites() throws Exception {
        IntStream.range(10, 40).forEach(i -> want("a" + i, 1));
        String[] names = wanted.keySet().toArray(String[]::new);
        run(names);
        assertThat(consul.asked()).as("before they are used").hasSize(30);
        pass(Duration.ofSeconds(11));
        run(names);
        assertThat(consul.asked()).as("while no name came or went").isEmpty();
        namesVersion++;
        run(names);
        List<String> first = consul.asked();
        run(names);
        List<String> second = consul.asked();
        assertThat(first).hasSize(NameUse.MOST).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSize(30 - NameUse.MOST);
        consul.has("/v1/catalog/service/a10", "[{\"Node\": \"n-1\", \"ServiceMeta\": null}]");
        for (int i = 0; i < 3; i++) {
            pass(Duration.ofSeconds(61));
            run(names);
        }
        assertThat(delays.told())
                .as("also where no name came or went")
                .singleElement()
                .asString()
                .contains("a10");
    }
}
