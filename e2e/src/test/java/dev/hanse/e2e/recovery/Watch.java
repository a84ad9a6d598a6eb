// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.util.List;

/** Asks a gateway for a service all the time. */
final class Watch {

    private static final int FEWEST_ANSWERS = 50;

    private final TestProcess process;

    private Watch(TestProcess process) {
        this.process = process;
    }

    static Watch start(Member asked, String service) {
        String dig = String.join(" ", Member.dig(Member.name(service), "+short"));
        return new Watch(asked.host()
                .start(
                        "watch-" + service.replace('/', '-'),
                        "bash",
                        "-c",
                        "while :; do echo \"answer:\" $(" + dig + " | sort); sleep 0.02; done"));
    }

    /** Ends it; fails where an answer was missing or another one. */
    void neverAnsweredOtherThan(String address) {
        assertThat(end()).containsOnly("answer: " + address);
    }

    private List<String> end() {
        process.stop(Eventually.LIMIT);
        List<String> lines = process.logText().lines().toList();
        assertThat(lines).hasSizeGreaterThan(FEWEST_ANSWERS);
        // The last one may have been cut off.
        return lines.subList(0, lines.size() - 1);
    }
}
