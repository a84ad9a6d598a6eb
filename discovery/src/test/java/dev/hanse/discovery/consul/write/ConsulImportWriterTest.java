// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import dev.hanse.net.testing.Eventually;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Protects that nothing is written but what was fresh, and that the writer's end is short and lets go of the lock only when nothing is written any more. */
class ConsulImportWriterTest {

    private static final ClusterId EAST = new ClusterId("east");

    private final FakeConsul consul = new FakeConsul()
            .reply("/v1/session/create", 200, "{\"ID\": \"s-1\"}")
            .has("/v1/catalog/node/hanse-west", "{\"Node\": {\"Meta\": {\"hanse-written-by\": \"gateway.hanse.dev\"}}}")
            .has("/v1/health/node/hanse-west", "[]")
            .has("/v1/catalog/services", "{}");
    private final List<String> written = new ArrayList<>();
    private final CountDownLatch stuck = new CountDownLatch(1);
    private final ConsulImportWriter writer = writer(this::isFresh);
    private final AtomicInteger looks = new AtomicInteger();
    private BooleanSupplier fresh = () -> true;

    private boolean isFresh() {
        return fresh.getAsBoolean();
    }

    private ConsulImportWriter writer(BooleanSupplier now) {
        return new ConsulImportWriter(
                () -> consul,
                () -> consul,
                "",
                new ClusterId("west"),
                "gw-1",
                now,
                RandomGenerator.of("L64X128MixRandom"));
    }

    @AfterEach
    void end() {
        stuck.countDown();
        consul.deaf(false);
        writer.close();
    }

    private static View view(String service) {
        ServiceName name = ServiceName.parse(service);
        ServicePort port = ServicePort.of("http", Protocol.TCP, 80);
        Endpoint endpoint = new Endpoint(InetAddress.ofLiteral("10.1.0.1"), "", true, 1);
        return new View(
                new ClusterId("west"),
                1,
                SharedMap.copyOf(Map.of(
                        name,
                        new ServiceImport(
                                name, ServiceType.CLUSTER_SET_IP, List.of(port), ServiceTraits.NONE, List.of(EAST)))),
                SharedMap.copyOf(Map.of(
                        new SliceKey(name, EAST, "s"),
                        new EndpointSlice(name, "s", List.of(port), List.of(endpoint)))));
    }

    private void awaitWritten(String part) {
        eventually(part + " is written", Eventually.LIMIT, () -> {
            written.addAll(consul.written());
            assertThat(written).anyMatch(each -> each.contains(part));
        });
    }

    @Test
    void anOlderViewThanTheOneThatIsFreshIsNotWritten() {
        fresh = () -> {
            if (looks.getAndIncrement() == 0) {
                writer.publish(view("shop/new"), Set.of());
            }
            return true;
        };
        writer.publish(view("shop/old"), Set.of());
        writer.start();
        awaitWritten("new--shop");
        assertThat(written).noneMatch(each -> each.contains("old--shop"));
    }

    @Test
    void theLockIsLetGoAtTheEnd() {
        writer.publish(view("shop/web"), Set.of());
        writer.start();
        awaitWritten("web--shop");
        writer.close();
        assertThat(consul.written()).last().isEqualTo("/v1/session/destroy/s-1 ");
    }

    @Test
    void theEndDoesNotWaitForAConsulThatIsSilentAndKeepsTheLockWhileItMayWrite() {
        consul.deaf(true);
        consul.onWrite(this::stick);
        writer.publish(view("shop/web"), Set.of());
        writer.start();
        eventually("it is stuck", Eventually.LIMIT, () -> assertThat(looks).hasValue(3));
        eventually(
                "all that follow wait",
                Eventually.LIMIT,
                () -> assertThat(consul.waiting()).isEqualTo(4));
        long begin = System.nanoTime();
        writer.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(3));
        assertThat(consul.written()).noneMatch(each -> each.startsWith("/v1/session/destroy/"));
    }

    /** The third request, after those of session and lock, does not end when it is interrupted. */
    private void stick() {
        boolean interrupted = false;
        boolean third = looks.incrementAndGet() == 3;
        while (third && stuck.getCount() > 0) {
            try {
                stuck.await();
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
