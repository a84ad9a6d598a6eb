// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** Protects who follows a kind from a wrong conclusion: that a kind is absent, or may not be read, is only what the server says of this very kind. */
final class FollowerReasonsTest {

    private static final String KUBE_SYSTEM = "/api/v1/namespaces/kube-system";

    private final BlockingQueue<Reason> reasons = new LinkedBlockingQueue<>();
    private final StubApi api;

    FollowerReasonsTest() throws IOException {
        api = new StubApi();
    }

    @AfterEach
    void close() {
        api.close();
    }

    /** Services, of which nothing but failures matters. */
    private final class Services implements Followed<String> {

        @Override
        public String label() {
            return "services";
        }

        @Override
        public String listKind() {
            return "ServiceList";
        }

        @Override
        public List<String> paths() {
            return List.of(StubApi.SERVICES);
        }

        @Override
        public String strip(JsonNode object) {
            return "";
        }

        @Override
        public void replace(List<String> found) {}

        @Override
        public void put(String object) {}

        @Override
        public void remove(String object) {}

        @Override
        public void onState(String trouble) {}

        @Override
        public void onFailed(Reason reason, String trouble) {
            reasons.add(reason);
        }
    }

    private Reason first() throws InterruptedException {
        ApiAccess access = new ApiAccess(
                api.address(), new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty()), "");
        ApiServer server = new ApiServer(() -> access, Duration.ofSeconds(20));
        try (Followers _ = Followers.start(server, FastTimings.TIMINGS, new Random(1), List.of(new Services()))) {
            Reason reason = reasons.poll(20, TimeUnit.SECONDS);
            assertThat(reason).isNotNull();
            return reason;
        } finally {
            server.close();
        }
    }

    @ParameterizedTest
    @CsvSource({"404, ABSENT", "403, FORBIDDEN", "401, REFUSED", "429, FAILED", "500, FAILED", "503, FAILED"})
    void theKindsOwnAnswerIsTold(int status, Reason reason) throws InterruptedException {
        api.refuse(StubApi.SERVICES, status);

        assertThat(first()).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource({"404, FAILED", "403, REFUSED", "401, REFUSED", "503, FAILED"})
    void whatIsAskedBeforeSaysNothingOfTheKind(int status, Reason reason) throws InterruptedException {
        api.refuse(KUBE_SYSTEM, status);

        assertThat(first()).isEqualTo(reason);
    }

    @Test
    void aServerThatDoesNotAnswerSaysNothing() throws InterruptedException {
        api.close();

        assertThat(first()).isEqualTo(Reason.FAILED);
    }
}
