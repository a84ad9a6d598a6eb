// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Protects joining, renewing and removing against {@code kill -9} at twenty moments, of the gateway and of the control plane by
 * turns: after the next start all is as if it had happened once, or not at all. The members that join here renew here, and are
 * removed here.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class KillIT {

    private static final int JOINS = 7;
    private static final int RENEWALS = 7;

    /** Two thirds of a certificate's life are over, and it has not ended. */
    private static final Duration RENEWAL_IS_DUE = Duration.ofHours(17);

    private static final Duration STEP = Duration.ofMillis(800);

    @RegisterExtension
    static final TestLab LAB = new TestLab();

    private static final List<Member> MEMBERS = new ArrayList<>();
    private static ClusterSet set;

    @BeforeAll
    static void start() {
        set = ClusterSet.start(LAB);
    }

    @ParameterizedTest
    @Order(1)
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7})
    void join(int seed, TestReporter reporter) throws IOException {
        Moment moment = moment(seed, reporter);
        Member member = set.member(cluster(MEMBERS.size()), "gw-1");
        MEMBERS.add(member);
        member.export("shop/of-" + cluster(MEMBERS.size() - 1), 1);
        member.folder().withToken(set.token(cluster(MEMBERS.size() - 1)));

        member.begin();
        Path key = member.folder().file("data/join-key.pem");
        Eventually.await("the key to be certified is there", () -> Files.exists(key));
        moment.await(STEP);
        die(moment, member);

        member.awaitConnected();
        await(
                "there is one membership for each",
                () -> assertThat(set.status("/metrics"))
                        .contains("hanse_clusters " + seed + ".0\n", "hanse_gateways " + seed + ".0\n"));
        assertThat(member.folder().file("data/join-key.pem")).doesNotExist();
        assertThat(damaged(member)).isEmpty();
    }

    @ParameterizedTest
    @Order(2)
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14})
    void renewal(int seed, TestReporter reporter) throws IOException {
        Moment moment = moment(seed, reporter);
        Member member = MEMBERS.get(seed - 1 - JOINS);
        member.stop();
        set.clock().set(RENEWAL_IS_DUE);
        member.host().clock().set(RENEWAL_IS_DUE);

        member.begin().awaitLog("serves, DNS on", ClusterSet.LIMIT);
        moment.await(STEP);
        die(moment, member);

        await(
                "the certificate is a new one",
                () -> assertThat(member.certificateLeft()).isGreaterThan(Duration.ofHours(20)));
        member.awaitConnected();
        assertThat(set.status("/metrics")).contains("hanse_gateways " + JOINS + ".0\n");
        assertThat(damaged(member)).isEmpty();
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(ints = {15, 16, 17, 18, 19, 20})
    void removal(int seed, TestReporter reporter) throws IOException {
        Moment moment = moment(seed, reporter);
        int number = seed - 1 - JOINS - RENEWALS;
        Member member = MEMBERS.get(number);
        int left = JOINS - number;
        long before = size(set.data("revocations.log"));

        TestProcess verb = set.startVerb("remove-" + cluster(number), "cluster", "remove", cluster(number), "--yes");
        Eventually.await("the removal has begun", () -> size(set.data("revocations.log")) > before);
        moment.await(Duration.ofMillis(40));
        die(moment, member);
        verb.awaitExit(ClusterSet.LIMIT);

        member.process().awaitLog("IDENTITY_REVOKED", ClusterSet.LIMIT);
        assertThat(set.status("/metrics"))
                .contains("hanse_clusters " + (left - 1) + ".0\n", "hanse_gateways " + (left - 1) + ".0\n");
        assertThat(member.status("/metrics")).contains("hanse_link_up 0.0");
        assertThat(damaged(member)).isEmpty();
    }

    @Test
    @Order(4)
    void whatIsLeft() {
        set.stopControlPlane();
        set.startControlPlane();
        MEMBERS.getLast().awaitConnected();
        assertThat(set.ask("gateway", "list").lines().skip(1))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("c7/gw-1");
        assertThat(set.ask("service", "list").lines().skip(1))
                .singleElement(InstanceOfAssertFactories.STRING)
                .startsWith("shop/of-c7");
    }

    private static Moment moment(int seed, TestReporter reporter) {
        Moment moment = Moment.of(seed);
        reporter.publishEntry("moment", moment.toString());
        return moment;
    }

    private static String cluster(int number) {
        return "c" + (number + 1);
    }

    /** One of the two is killed and started again. */
    private static void die(Moment moment, Member member) {
        if (moment.controlPlane()) {
            set.killControlPlane();
            set.startControlPlane();
        } else {
            member.process().kill();
            member.begin();
        }
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    private static List<Path> damaged(Member member) throws IOException {
        try (Stream<Path> files = Files.list(member.folder().file("data"))) {
            return files.filter(each -> each.getFileName().toString().contains(".corrupt"))
                    .toList();
        }
    }

    private static void await(String what, Runnable holds) {
        Eventually.eventually(what, ClusterSet.LIMIT, holds::run);
    }
}
