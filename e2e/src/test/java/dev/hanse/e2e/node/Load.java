// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** 100 requests a second of a pod until they are ended, IPv4 and IPv6 by turns, each by name and by a connection of its own, and beside them connections that stay. */
final class Load implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Pattern RESULT = Pattern.compile(
            "requests (\\d+) failed (\\d+), late (\\d+) within (\\d+) ms, slowest (\\d+) ms; held (\\d+) broken (\\d+), longest stall (\\d+) ms");
    private static final Pattern ASKED = Pattern.compile("asked (\\d+)");
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final ClientPod client;
    private final String end;
    private final TestProcess process;

    private Load(ClientPod client, String end, TestProcess process) {
        this.client = client;
        this.end = end;
        this.process = process;
    }

    /**
     * What came of it.
     *
     * @param failed requests that had no whole answer within ten seconds, or none could be had
     * @param late those that failed, and those that took longer than a second
     * @param lateMillis from the begin of the first of these to that of the last
     * @param broken connections of those that stay which ended, or were silent for 20 s
     * @param stallMillis how long one of these waited for an answer at most
     */
    record Result(
            long requests,
            long failed,
            long late,
            long lateMillis,
            long slowestMillis,
            long held,
            long broken,
            long stallMillis) {}

    /** Begins, with so many connections that stay; returns when these are there. */
    static Load start(ClientPod client, String name, int held) {
        String load = "load-" + NUMBER.incrementAndGet();
        String end = "/tmp/" + load + "-ends";
        TestProcess process = client.cluster()
                .kubectl()
                .start(
                        load,
                        "-n",
                        "shop",
                        "exec",
                        client.name(),
                        "--",
                        // A last dot: no search list is tried before.
                        "load",
                        name + ".",
                        "8080",
                        "100",
                        Integer.toString(held),
                        "10000",
                        end);
        return new Load(client, end, process.awaitLog("load runs", LIMIT));
    }

    /** Waits until so many more have been asked. */
    void awaitMore(int requests) {
        long until = asked() + requests;
        Eventually.await("request " + until, () -> asked() >= until);
    }

    private long asked() {
        return ASKED.matcher(process.logText())
                .results()
                .mapToLong(each -> count(each, 1))
                .max()
                .orElse(0);
    }

    /** Ends it when all that is under way has come to its end. */
    Result end() {
        close();
        System.out.println(process.logText());
        Matcher result = RESULT.matcher(process.logText());
        if (!result.find()) {
            throw new AssertionError(process.logText());
        }
        return new Result(
                count(result, 1),
                count(result, 2),
                count(result, 3),
                count(result, 4),
                count(result, 5),
                count(result, 6),
                count(result, 7),
                count(result, 8));
    }

    /** The same where nobody asks what came of it; nothing where it has ended. */
    @Override
    public void close() {
        if (process.isAlive()) {
            client.cluster()
                    .kubectl()
                    .exec("shop", client.name(), "bash", "-c", "> " + end)
                    .orFail();
            process.awaitExit(LIMIT);
        }
    }

    private static long count(MatchResult result, int group) {
        return Long.parseLong(result.group(group));
    }
}
