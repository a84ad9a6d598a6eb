// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.output;

import dev.hanse.net.text.VisibleText;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** Makes a message fit one line of a terminal, also where a part of it came from elsewhere. */
public final class OneLine {

    private OneLine() {}

    /** The text with line breaks replaced by spaces, and shown as it is where a terminal would obey it. */
    public static String of(String text) {
        return VisibleText.of(text.strip().replaceAll("\\s+", " "));
    }

    /** The message of an exception, or its kind where it has none. File errors of the JDK have only a path for a message; their kind becomes words. */
    public static String of(Throwable thrown) {
        return switch (thrown) {
            case NoSuchFileException e -> e.getFile() + " does not exist";
            case AccessDeniedException e -> "no permission for " + e.getFile();
            case FileAlreadyExistsException e -> e.getFile() + " exists already";
            case NotDirectoryException e -> e.getFile() + " is no directory";
            case FileSystemException e -> e.getFile() + ": " + (e.getReason() == null ? "unusable" : of(e.getReason()));
            default -> messageOf(thrown);
        };
    }

    private static String messageOf(Throwable thrown) {
        String message = thrown.getMessage();
        return message == null || message.isBlank() ? thrown.getClass().getSimpleName() : of(message);
    }
}
