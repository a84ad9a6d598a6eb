// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import java.util.List;

/**
 * A rule of a chain.
 *
 * @param text as its program shows it
 * @param matches all have to hold
 */
record Rule(String text, List<Match> matches, Verdict verdict) {

    Answer of(Probe probe) {
        return matches.stream().map(each -> each.of(probe)).min(Enum::compareTo).orElse(Answer.YES);
    }
}
