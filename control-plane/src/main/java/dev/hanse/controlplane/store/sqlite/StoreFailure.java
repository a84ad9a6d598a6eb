// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/**
 * What is wrong where SQLite fails, and what helps. Only a damaged file is to be replaced: a backup in the place of a sound
 * one would lose what happened since.
 */
enum StoreFailure {
    DAMAGED("is damaged", "restore the file from a backup"),
    UNREADABLE(
            "cannot be opened or written",
            "check owner and mode of the file and its directory, and whether the disk is mounted read-only; the file is not damaged"),
    FULL("does not fit the disk", "make room; the file is not damaged"),
    FAILING("cannot be read or written by the disk", "look for errors of the disk in the kernel's log"),
    IN_USE("is held by another program", "end that program; the file is not damaged"),
    OTHER("cannot be used", "report it");

    /** Less is no room: SQLite extends its files by pages and its shared memory by 32 KiB. */
    private static final long ROOM_OCTETS = 32 * 1024;

    private final String what;
    private final String remedy;

    StoreFailure(String what, String remedy) {
        this.what = what;
        this.remedy = remedy;
    }

    /** Of a store. */
    static StoreFailure of(SQLException failure, Path file) {
        return switch (SQLiteErrorCode.getErrorCode(failure.getErrorCode() & 0xff)) {
            case SQLITE_CORRUPT, SQLITE_NOTADB, SQLITE_FORMAT -> DAMAGED;
            case SQLITE_CANTOPEN, SQLITE_PERM, SQLITE_READONLY, SQLITE_AUTH -> isFull(file) ? FULL : UNREADABLE;
            case SQLITE_FULL -> FULL;
            case SQLITE_IOERR -> isFull(file) ? FULL : FAILING;
            case SQLITE_BUSY, SQLITE_LOCKED -> IN_USE;
            default -> OTHER;
        };
    }

    /** SQLite has several words for it, some of which it has for other things too. */
    private static boolean isFull(Path file) {
        try {
            return Files.getFileStore(file.toAbsolutePath().resolveSibling("")).getUsableSpace() < ROOM_OCTETS;
        } catch (IOException _) {
            return false;
        }
    }

    /** What to do. */
    String remedy() {
        return remedy;
    }

    /** One line. */
    String message(Path file, SQLException failure) {
        return "store " + file + ": " + what + ": "
                + String.valueOf(failure.getMessage()).replaceAll("\\s+", " ") + " (" + remedy + ")";
    }
}
