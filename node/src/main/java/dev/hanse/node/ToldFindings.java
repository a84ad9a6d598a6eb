// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.node;

import dev.hanse.node.routes.Finding;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells each finding once when it comes and once when it goes. One thread. */
final class ToldFindings {

    private static final Logger LOG = LoggerFactory.getLogger(Node.class);

    private List<Finding> before = List.of();

    /** @param now all that there are */
    void tell(List<Finding> now) {
        for (Finding each : now) {
            if (!before.contains(each)) {
                told(each);
            }
        }
        before.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> LOG.info("no longer so: {}: {}", each.code(), each.text()));
        before = List.copyOf(now);
    }

    private static void told(Finding finding) {
        if (finding.warning()) {
            LOG.warn("{}", finding);
        } else {
            LOG.info("{}", finding);
        }
    }
}
