// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.consul;

import static dev.hanse.net.testing.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a source has reported: every set, and whether the last one was whole. For any thread. */
final class SourceWatch implements ExportSource.Listener {

    /** A source that has failed tries again after ten seconds at most. */
    static final Duration LIMIT = Eventually.LIMIT;

    private final List<List<String>> sets = new ArrayList<>();
    private final List<String> reasons = new ArrayList<>();
    private String reason = "nothing was read yet";

    @Override
    public synchronized void onExports(ExportSet exports) {
        sets.add(addresses(exports));
        reason = "";
    }

    @Override
    public synchronized void onPartial(ExportSet exports, String why) {
        sets.add(addresses(exports));
        onStale(why);
    }

    @Override
    public synchronized void onStale(String why) {
        reason = why;
        reasons.add(why);
    }

    private static List<String> addresses(ExportSet set) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(endpoint -> endpoint.address().getHostAddress())
                .sorted()
                .toList();
    }

    /** Waits until a whole set has come that holds the endpoints with these addresses and no others. */
    void awaitFresh(String... addresses) {
        awaitFresh(LIMIT, addresses);
    }

    void awaitFresh(Duration limit, String... addresses) {
        eventually("the source is fresh", limit, () -> {
            synchronized (this) {
                assertThat(sets).isNotEmpty();
                assertThat(reason).as("stale, with " + sets.getLast()).isEmpty();
                assertThat(sets.getLast()).containsExactly(addresses);
            }
        });
    }

    /** Waits until it has been stale for a reason with this part. */
    void awaitReason(Duration limit, String part) {
        eventually(
                "the source is stale: " + part,
                limit,
                () -> assertThat(reasons()).anySatisfy(each -> assertThat(each).contains(part)));
    }

    /** All reasons so far. */
    synchronized List<String> reasons() {
        return List.copyOf(reasons);
    }

    /** Every set since the first that held these addresses holds them. */
    synchronized void assertKept(String... addresses) {
        int first = 0;
        while (!sets.get(first).containsAll(List.of(addresses))) {
            first++;
        }
        assertThat(sets.subList(first, sets.size()))
                .allSatisfy(each -> assertThat(each).contains(addresses));
    }
}
