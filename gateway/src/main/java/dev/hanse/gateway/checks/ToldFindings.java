// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.List;
import org.slf4j.Logger;

/** Tells each finding once when it comes and once when it goes. One thread. */
public final class ToldFindings {

    private final Logger log;
    private List<Finding> before = List.of();

    /** @param log where they are told */
    public ToldFindings(Logger log) {
        this.log = log;
    }

    /**
     * Tells what is new and what is gone.
     *
     * @param now all that there are
     * @return whether they are others than before
     */
    public boolean tell(List<Finding> now) {
        if (now.equals(before)) {
            return false;
        }
        now.stream().filter(each -> !before.contains(each)).forEach(this::told);
        before.stream()
                .filter(each -> !now.contains(each))
                .forEach(each -> log.info("host: no longer so: {}: {}", each.code(), each.text()));
        before = List.copyOf(now);
        return true;
    }

    private void told(Finding finding) {
        if (finding.code().isWarning()) {
            log.warn("host: {}", finding);
        } else {
            log.info("host: {}", finding);
        }
    }
}
