// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import java.util.Arrays;
import java.util.Optional;

/**
 * What the store remembers of itself, so that it is noticed where it no longer fits what lies beside it or what others
 * were told. Each is one line of text.
 */
public enum StoreMark {
    /** SHA-256 over the public key of the root certificate under which everything here was issued, in hexadecimal. */
    ROOT_PIN("root-pin"),
    /** How many records of the revocation file this state knows of, in decimal. */
    REVOCATIONS("revocations"),
    /** Which positions of views were ever given, as {@code ViewHistory} writes them. */
    VIEW_HISTORY("view-history"),
    /** What the views were made with: rules and secrets, as a fingerprint. */
    VIEW_MEANING("view-meaning"),
    /** By which rules exports were accepted. */
    EXPORT_RULES("export-rules");

    private final String text;

    StoreMark(String text) {
        this.text = text;
    }

    /** As the store names it. */
    public String text() {
        return text;
    }

    /** The mark of that name; empty: one of a later release. */
    public static Optional<StoreMark> of(String text) {
        return Arrays.stream(values()).filter(each -> each.text.equals(text)).findFirst();
    }
}
