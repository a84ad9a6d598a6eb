// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store.sqlite;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/** Sees to it that one process at a time works in a data directory. The lock goes with the process, however it ends. */
final class DataDirectoryLock implements AutoCloseable {

    private final FileChannel channel;

    private DataDirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DataDirectoryLock take(Path directory) throws IOException {
        FileChannel channel = open(directory);
        if (tryLock(channel) == null) {
            channel.close();
            throw new IOException("data-dir " + directory
                    + ": in use by another control plane process (expected: a directory of its own, or stop that one)");
        }
        return new DataDirectoryLock(channel);
    }

    /** Everything that a start does needs a disk that takes it; the lock is the first to notice. */
    private static FileChannel open(Path directory) throws IOException {
        try {
            return FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            String why = e.getReason() == null ? "no permission for " + e.getFile() : e.getReason();
            throw new IOException(
                    "data-dir " + directory + ": cannot be written: " + why
                            + " (expected: a disk that can be. A control plane that runs goes on where its disk becomes"
                            + " read-only, but none starts from one: make it writable, or copy the directory to another"
                            + " disk and name that; gateways serve what they know meanwhile)",
                    e);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException _) {
            // Held by this very process.
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
