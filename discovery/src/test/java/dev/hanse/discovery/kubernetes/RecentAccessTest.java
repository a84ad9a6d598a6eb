// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class RecentAccessTest {

    private static final ApiAccess.Tls NO_TLS = new ApiAccess.Tls(Optional.empty(), Optional.empty(), Optional.empty());

    private long nanos = Long.MAX_VALUE - 1;
    private String token = "first";
    private int reads;
    private final RecentAccess access = new RecentAccess(this::readFiles, () -> nanos);

    private ApiAccess readFiles() throws ApiException {
        reads++;
        if (token.isEmpty()) {
            throw new ApiException(Reason.FAILED, "no token");
        }
        return new ApiAccess(URI.create("https://192.0.2.1"), NO_TLS, token);
    }

    @Test
    void manyRequestsReadOnce() throws ApiException {
        for (int i = 0; i < 100; i++) {
            nanos += RecentAccess.RECENT.toNanos() / 200;
            assertThat(access.read().token()).isEqualTo("first");
        }
        assertThat(reads).isEqualTo(1);
    }

    @Test
    void newTokenIsUsedWithinASecond() throws ApiException {
        access.read();
        token = "second";
        nanos += RecentAccess.RECENT.toNanos() - 1;
        assertThat(access.read().token()).isEqualTo("first");
        nanos++;
        assertThat(access.read().token()).isEqualTo("second");
    }

    @Test
    void failureIsNotKept() throws ApiException {
        token = "";
        assertThatThrownBy(access::read).isInstanceOf(ApiException.class);
        token = "mended";
        assertThat(access.read().token()).isEqualTo("mended");
    }

    @Test
    void whatWasReadBeforeIsNotUsedOnceItCannotBeReadAnyMore() throws ApiException {
        access.read();
        token = "";
        nanos += RecentAccess.RECENT.toNanos();
        assertThatThrownBy(access::read).isInstanceOf(ApiException.class);
    }
}
