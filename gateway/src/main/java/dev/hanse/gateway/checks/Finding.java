// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

import dev.hanse.net.text.VisibleText;

/**
 * Something on this host that can keep pod packets from where they go, while every path is up.
 *
 * @param code what kind of thing; scripts read it
 * @param text what was found and where; the same for as long as it stays
 * @param remedy what to type, or to do
 */
public record Finding(Code code, String text, String remedy) {

    private static final int MAX_CHARACTERS = 1_024;

    /** Cuts what is too long for a line of the log: a rule may list thousands of addresses. */
    public Finding {
        text = VisibleText.head(text, MAX_CHARACTERS);
        remedy = VisibleText.head(remedy, MAX_CHARACTERS);
    }

    /** Kinds. More will come. */
    public enum Code {
        /** The kernel forwards nothing. */
        FORWARDING_OFF(true),
        /** Packets are dropped that come in another way than answers go out. */
        REVERSE_PATH_STRICT(true),
        /** A packet filter drops what goes through the tunnel. */
        FORWARD_DROPPED(true),
        /** A packet filter drops what belongs to no connection that this host has seen begin. */
        INVALID_DROPPED(false),
        /** A packet filter drops what goes through the tunnel and is not tracked, as transit is. */
        UNTRACKED_DROPPED(true),
        /** Connection tracking of transit cannot be switched off. */
        TRANSIT_TRACKED(false),
        /** The host ignores router advertisements, and loses the routes that it has from them. */
        ROUTER_ADVERTISEMENTS_IGNORED(true),
        /** A packet filter is there, and the program that shows its rules is not. */
        RULES_NOT_CHECKED(false);

        private final boolean warning;

        Code(boolean warning) {
            this.warning = warning;
        }

        /** Whether packets are lost as soon as there are some. */
        public boolean isWarning() {
            return warning;
        }
    }

    @Override
    public String toString() {
        return code + ": " + text + " (" + remedy + ")";
    }
}
