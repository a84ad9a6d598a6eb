// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.Question;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Protects who looks at a node: what is wrong stands beside it, once, in words that say what to do; and the API server from nodes that are all wrong at once. */
final class NodeEventsTest {

    private final SentEvents sent = new SentEvents();
    private volatile Outcome answer = new Outcome.Done(Body.empty());
    private volatile long nanos;
    private final NodeEvents events = new NodeEvents(
            "node-1",
            event -> {
                // Before the test hears of it, which then changes the next one.
                Outcome now = answer;
                sent.add(event);
                if (event.reason().equals("Mistake")) {
                    throw new IllegalStateException("a mistake");
                }
                return now;
            },
            () -> {},
            () -> nanos);

    @AfterEach
    void stop() {
        events.close();
    }

    private void tell(String code, String text, String remedy) {
        events.tell(List.of(new NodeFinding(code, text, remedy)));
    }

    @Test
    void itIsOfTheNodeAndInTheNamespaceThatTheApiWants() throws InterruptedException {
        tell("REVERSE_PATH_STRICT", "rp_filter of eth0 is 1", "sysctl -w net.ipv4.conf.eth0.rp_filter=2");
        ApiEvent event = sent.next();

        assertThat(event.eventNamespace()).isEqualTo("default");
        assertThat(event.eventName()).matches("node-1\\.[0-9a-v]{10}");
        assertThat(event.json("node.hanse.dev", "node-1", Instant.EPOCH).toString())
                .contains("\"namespace\":\"default\"", "\"type\":\"Warning\",\"reason\":\"ReversePathStrict\"")
                .contains("\"note\":\"rp_filter of eth0 is 1 (sysctl -w net.ipv4.conf.eth0.rp_filter=2)\"")
                .endsWith(
                        "\"regarding\":{\"apiVersion\":\"v1\",\"kind\":\"Node\",\"name\":\"node-1\",\"uid\":\"node-1\"}}");
    }

    @Test
    void theSameIsToldOnceAnotherOneToo() throws InterruptedException {
        tell("PREFIX_CLASH", "10.1.0.0/16 is ours", "change it");
        tell("PREFIX_CLASH", "10.1.0.0/16 is ours", "change it");
        tell("PREFIX_CLASH", "10.2.0.0/16 is ours", "change it");
        String first = sent.next().eventName();
        assertThat(sent.next().eventName()).isNotEqualTo(first);
        sent.nothingElse();

        nanos += Duration.ofMinutes(31).toNanos();
        tell("PREFIX_CLASH", "10.1.0.0/16 is ours", "change it");
        assertThat(sent.next().eventName()).as("the API server takes it once").isEqualTo(first);
    }

    @Test
    void ofAFloodFewAreTold() throws InterruptedException {
        for (int i = 0; i < 100; i++) {
            tell("ROUTE_REFUSED", "route " + i, "look");
        }
        for (int i = 0; i < 10; i++) {
            sent.next();
        }
        sent.nothingElse();

        nanos += Duration.ofMinutes(1).toNanos();
        tell("ROUTE_REFUSED", "route 99", "look");
        tell("ROUTE_REFUSED", "route 98", "look");
        assertThat(sent.next().note()).startsWith("route 99");
        sent.nothingElse();
    }

    /** One per prefix, and the cause of them at the end of the list. */
    @Test
    void ofManyFindingsEachCodeIsToldAndThenEachFinding() throws InterruptedException {
        List<NodeFinding> all = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            all.add(new NodeFinding("ROUTE_REFUSED", "route " + i, "look"));
        }
        all.add(new NodeFinding("FORWARDING_OFF", "ip_forward is 0", "set it"));
        all.add(new NodeFinding("SOURCE_NOT_KEPT", "no table", "look"));
        events.tell(all);
        List<String> first = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            first.add(sent.next().note());
        }
        assertThat(first.subList(0, 4))
                .containsExactly("route 0 (look)", "ip_forward is 0 (set it)", "no table (look)", "route 1 (look)");

        Set<String> later = new HashSet<>(first);
        for (int i = 0; i < 52; i++) {
            nanos += Duration.ofMinutes(1).toNanos();
            events.tell(all);
            later.add(sent.next().note());
        }
        assertThat(later).as("none twice before each is told once").hasSize(62);
    }

    @Test
    void aMistakeCostsOneEvent() throws InterruptedException {
        tell("MISTAKE", "x", "look");
        sent.next();
        tell("PREFIX_CLASH", "10.1.0.0/16 is ours", "change it");
        assertThat(sent.next().reason()).isEqualTo("PrefixClash");
    }

    @Test
    void whereTheApiIsAwayItIsToldLater() throws InterruptedException {
        answer = new Outcome.Forbidden(new Question("create", "events"), "no");
        tell("FORWARDING_OFF", "ip_forward is 0", "sysctl -w net.ipv4.ip_forward=1");
        sent.next();
        answer = new Outcome.Done(Body.empty());
        for (int i = 0; i < 200 && sent.isEmpty(); i++) {
            tell("FORWARDING_OFF", "ip_forward is 0", "sysctl -w net.ipv4.ip_forward=1");
            Thread.sleep(50);
        }
        sent.next();
        sent.nothingElse();
    }

    @Test
    void nothingIsToldAfterTheEnd() throws InterruptedException {
        events.close();
        tell("FORWARDING_OFF", "ip_forward is 0", "sysctl -w net.ipv4.ip_forward=1");
        sent.nothingElse();
    }
}
