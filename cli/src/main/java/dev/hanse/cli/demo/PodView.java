// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;

/** What an application sees: DNS and HTTP from a pod, by programs that know nothing of Hanse. */
final class PodView {

    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private final Tools tools;

    PodView(Tools tools) {
        this.tools = tools;
    }

    /** Addresses of a name from the pod's own gateway; waits for the first. */
    List<String> resolve(Site.Pod pod, Site site, String name) {
        return Eventually.get(LIMIT, () -> {
            String printed = pod.host().check(tools.dnsClient(), "+short", "@" + site.dnsAddress(), name, "A");
            List<String> addresses =
                    printed.lines().filter(IPV4.asMatchPredicate()).sorted().toList();
            if (addresses.isEmpty()) {
                throw new StepFailure(name + " has no address in " + site.cluster());
            }
            return addresses;
        });
    }

    /** The page behind a name, fetched with the pod's own resolver; waits until somebody answers. */
    String fetch(Site.Pod pod, String name) {
        return Eventually.get(
                LIMIT,
                () -> pod.host()
                        .check(tools.curl(), "-sS", "--fail", "--max-time", "3", "http://" + name + "/")
                        .strip());
    }
}
