// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects verbs that read a cluster once: all of a large one, and nothing of what is not there. */
final class ApiReadsTest {

    private final StubApi api;
    private final ApiServer server;
    private final ApiReads reads;

    ApiReadsTest() throws IOException {
        api = new StubApi();
        server = new OperatorAccess(Optional.of(api.address()), Optional.empty(), Optional.empty()).open();
        reads = new ApiReads(server);
    }

    @BeforeEach
    void manyServices() {
        for (int i = 0; i < 7; i++) {
            api.put(StubApi.SERVICES, "{\"metadata\": {\"namespace\": \"shop\", \"name\": \"web-" + i + "\"}}");
        }
    }

    @AfterEach
    void close() {
        server.close();
        api.close();
    }

    private List<String> names() throws ApiException, InterruptedException {
        List<String> names = new ArrayList<>();
        assertThat(reads.list(
                        "services",
                        StubApi.SERVICES,
                        "",
                        "ServiceList",
                        each -> names.add(ObjectName.of(each).name())))
                .isTrue();
        return names;
    }

    @Test
    void readsPageByPage() throws ApiException, InterruptedException {
        api.pages(3, 0);
        assertThat(names()).containsExactly("web-0", "web-1", "web-2", "web-3", "web-4", "web-5", "web-6");
    }

    @Test
    void aPageThatExpiredLosesNothing() throws ApiException, InterruptedException {
        api.pages(3, 1);
        assertThat(names()).contains("web-0", "web-1", "web-2", "web-3", "web-4", "web-5", "web-6");
    }

    @Test
    void whatIsNotServedHasNoObjects() throws ApiException, InterruptedException {
        api.refuse(StubApi.SERVICES, 404);
        assertThat(reads.list("services", StubApi.SERVICES, "", "ServiceList", each -> {}))
                .isFalse();
        assertThat(reads.get("services", StubApi.SERVICES)).isEmpty();
    }

    @Test
    void aRefusalIsNoAbsence() {
        api.refuse(StubApi.SERVICES, 403);
        assertThatExceptionOfType(ApiException.class)
                .isThrownBy(this::names)
                .withMessageContaining("list services: HTTP 403");
    }
}
