// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.nodes;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Asks a gateway one thing after the other, from one socket all the time, as CoreDNS does. */
record Queries(TestProcess process) {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private static final String ASK = """
            while :; do
              dig +short +tries=1 +time=1 -b 0.0.0.0#45455 "@$0" id.server CH TXT | grep -q east && echo answered || echo lost
              sleep 0.02
            done
            """;

    /** Returns when the first is answered. */
    static Queries start(TestHost host, String gateway) {
        TestProcess process = host.start("queries-" + NUMBER.incrementAndGet(), "bash", "-c", ASK, gateway);
        return new Queries(process.awaitLog("answered", LIMIT));
    }

    /** Ends it. Returns how many were not answered within a second. */
    long end() {
        process.stop(LIMIT);
        return process.logText().lines().filter("lost"::equals).count();
    }
}
