// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Protects the ground that the other tests stand on: hosts are apart, networks join them, and nothing is left behind. */
final class TestLabIT {
    private static final Duration SOON = Eventually.LIMIT;

    @RegisterExtension
    final TestLab lab = new TestLab();

    @Test
    void joinsHostsOfOneNetwork() {
        TestNetwork wan = lab.network("wan");
        TestHost left = lab.host("left");
        TestHost right = lab.host("right");
        left.attach(wan, "192.0.2.1/24", "2001:db8::1/64");
        right.attach(wan, "192.0.2.2/24", "2001:db8::2/64");

        assertThat(pings(left, "192.0.2.2")).isTrue();
        assertThat(pings(left, "2001:db8::2")).isTrue();
        wan.partition(right);
        assertThat(pings(left, "192.0.2.2")).isFalse();
        wan.heal(right);
        Eventually.eventually(
                "the network is whole again",
                SOON,
                () -> assertThat(pings(left, "192.0.2.2")).isTrue());
    }

    @Test
    void routesThroughAForwardingHost() {
        TestNetwork near = lab.network("near");
        TestNetwork far = lab.network("far");
        TestHost router = lab.host("router").forward();
        TestHost left = lab.host("left");
        TestHost right = lab.host("right");
        router.attach(near, "192.0.2.1/25");
        router.attach(far, "192.0.2.129/25");
        left.attach(near, "192.0.2.2/25");
        right.attach(far, "192.0.2.130/25");
        left.route("default", "192.0.2.1");
        right.route("default", "192.0.2.129");

        assertThat(pings(left, "192.0.2.130")).isTrue();
    }

    @Test
    void keepsWhatAProcessPrintedAndEndsIt() {
        TestHost host = lab.host("alone").nameserver("192.0.2.53");
        TestProcess process = host.start("printer", "sh", "-c", "cat /etc/resolv.conf; sleep 300");

        process.awaitLog("nameserver 192.0.2.53", SOON);
        assertThat(process.isAlive()).isTrue();
        assertThat(process.stop(SOON)).isEqualTo(128 + 15);
    }

    @Test
    void removesEverythingWhenClosed() {
        TestHost host = lab.host("gone").nameserver("192.0.2.53");
        TestProcess process = host.start("sleeper", "sleep", "300");
        lab.close();

        assertThat(process.isAlive()).isFalse();
        assertThat(Command.check("ip", "netns", "list")).doesNotContain(host.namespace());
        assertThat(Files.exists(Path.of("/etc/netns", host.namespace()))).isFalse();
    }

    @Test
    void removesTheRestWhereSomethingCannotBe() {
        TestHost host = lab.host("rest");
        lab.atEnd(() -> {
            throw new IllegalStateException("it does not end");
        });

        assertThatThrownBy(lab::close).hasMessageContaining("it does not end");

        assertThat(Command.check("ip", "netns", "list")).doesNotContain(host.namespace());
    }

    /** As when the JVM is asked to end in the midst of a test. */
    @Test
    void removesAlsoWhatATestBeginsWhileTheLabEnds() throws InterruptedException {
        TestHost host = lab.host("busy");
        List<TestProcess> begun = new CopyOnWriteArrayList<>();
        AtomicReference<RuntimeException> refusal = new AtomicReference<>();
        Thread test = Thread.ofPlatform().start(() -> {
            try {
                while (true) {
                    begun.add(host.start("sleeper", "sleep", "300"));
                }
            } catch (RuntimeException e) {
                refusal.set(e);
            }
        });
        Eventually.await("it is in the midst of it", () -> begun.size() > 5);

        lab.endForGood();
        test.join();

        assertThat(refusal.get()).hasMessage("the lab has ended");
        assertThat(begun).noneMatch(TestProcess::isAlive);
        assertThatThrownBy(() -> lab.host("late")).hasMessage("the lab has ended");
        assertThat(Command.check("ip", "netns", "list")).doesNotContain(host.namespace());
    }

    @Test
    void removesWhatADeadRunLeftBehind() {
        long deadPid = deadPid();
        String namespace = LabNames.namespace(deadPid + "-00ff", "orphan");
        Command.check("ip", "netns", "add", namespace);

        LabNames.removeLeftBehind();

        assertThat(Command.check("ip", "netns", "list")).doesNotContain(namespace);
    }

    @Test
    void saysWhichCommandFailedAndWhatItPrinted() {
        TestHost host = lab.host("alone");
        assertThatThrownBy(() -> host.run("sh", "-c", "echo no route; exit 3").orFail())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("exit 3")
                .hasMessageContaining("no route");
    }

    private static boolean pings(TestHost from, String address) {
        return from.run("ping", "-c", "1", "-W", "1", address).succeeded();
    }

    private long deadPid() {
        TestProcess process = lab.host("short").start("true", "true");
        process.awaitExit(SOON);
        return process.pid();
    }
}
