// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * One export, times in µs since the request that made it.
 *
 * @param slice when the other cluster's API server had a slice of it with an endpoint
 * @param name when a client there knew an address
 * @param page when that client had a page
 */
record ExportTry(long slice, long name, long page) {

    /** What is Hanse's: kube-proxy begins with the slice, and a client with the address. */
    long ours() {
        return Math.min(Math.max(slice, name), page);
    }

    /** What comes after it: kube-proxy's, and the client's. */
    long others() {
        return page - ours();
    }

    /** @param begun as the shell says it, as are the times in both logs */
    static ExportTry of(int number, long begun, String slices, String pages) {
        MatchResult page = line("page", number, pages).orElseThrow();
        return new ExportTry(
                micros(line("slice", number, slices).orElseThrow().group(1)) - begun,
                micros(page.group(1)) - begun,
                micros(page.group(2)) - begun);
    }

    /** The first line of that kind about an export. */
    static Optional<MatchResult> line(String kind, int number, String log) {
        return Pattern.compile(kind + " " + number + " ([0-9.]+)(?: ([0-9.]+))?\n")
                .matcher(log)
                .results()
                .findFirst();
    }

    /** Of seconds with six digits behind the point. */
    static long micros(String seconds) {
        return Long.parseLong(seconds.replace(".", ""));
    }

    static String report(List<ExportTry> tries) {
        return "nodes: %d exports, to the first page: %s; ours: %s (slice: %s; name: %s); kube-proxy's and the client's: %s"
                .formatted(
                        tries.size(),
                        times(tries, ExportTry::page),
                        times(tries, ExportTry::ours),
                        times(tries, ExportTry::slice),
                        times(tries, ExportTry::name),
                        times(tries, ExportTry::others));
    }

    private static String times(List<ExportTry> tries, ToLongFunction<ExportTry> what) {
        long[] sorted = tries.stream().mapToLong(what).sorted().toArray();
        return "p50 %.0f ms, p99 %.0f ms, most %.0f ms"
                .formatted(percentile(sorted, 50), percentile(sorted, 99), percentile(sorted, 100));
    }

    private static double percentile(long[] sorted, int percent) {
        int rank = Math.max(1, (sorted.length * percent + 99) / 100);
        return sorted[rank - 1] / 1e3;
    }
}
