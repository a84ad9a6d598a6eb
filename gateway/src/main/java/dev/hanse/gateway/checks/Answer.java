// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

/** Whether a rule is about a packet. */
enum Answer {
    NO,
    MAYBE,
    YES;

    Answer negated() {
        return switch (this) {
            case NO -> YES;
            case MAYBE -> MAYBE;
            case YES -> NO;
        };
    }

    static Answer of(boolean yes) {
        return yes ? YES : NO;
    }
}
