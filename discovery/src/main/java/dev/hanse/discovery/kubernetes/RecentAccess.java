// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Reads at most once a second: an import is thousands of requests, and a kubeconfig costs more to read than a request to send. What cannot be read is tried again at once. For any thread. */
final class RecentAccess implements ApiAccess.Reader {

    static final Duration RECENT = Duration.ofSeconds(1);

    private final ApiAccess.Reader reader;
    private final LongSupplier nanos;
    private @Nullable ApiAccess last;
    private long readAt;

    /** @param nanos monotonic clock */
    RecentAccess(ApiAccess.Reader reader, LongSupplier nanos) {
        this.reader = reader;
        this.nanos = nanos;
    }

    @Override
    public synchronized ApiAccess read() throws ApiException {
        long now = nanos.getAsLong();
        ApiAccess recent = last;
        if (recent != null && now - readAt < RECENT.toNanos()) {
            return recent;
        }
        ApiAccess read = reader.read();
        last = read;
        readAt = now;
        return read;
    }
}
