// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

/** Makes a message fit one line of a terminal, also where a part of it came from elsewhere. */
public final class OneLine {

    private OneLine() {}

    /** The text with line breaks and control characters replaced by spaces. */
    public static String of(String text) {
        return text.strip().replaceAll("[\\p{Cntrl}\\s]+", " ");
    }

    /** The message of an exception, or its kind where it has none. */
    public static String of(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : of(message);
    }
}
