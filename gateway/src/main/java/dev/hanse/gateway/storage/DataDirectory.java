// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.NonWritableChannelException;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The gateway's data directory, held by one process at a time. One on a disk that was mounted read-only, as the kernel
 * does after an error, can be read still: what it holds is served.
 */
public final class DataDirectory implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path path;
    private final FileChannel lock;

    private DataDirectory(Path path, FileChannel lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Makes the directory where it is absent (0700) and takes its lock.
     *
     * @throws IOException with one line for the operator: not writable, or held by another process
     */
    public static DataDirectory open(Path path) throws IOException {
        try {
            Files.createDirectories(
                    path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            FileChannel channel = openLock(path);
            requireLock(path, channel);
            return new DataDirectory(path, channel);
        } catch (FileSystemException e) {
            throw new IOException(
                    "data-dir: " + path + " cannot be used: " + e + " (expected: a directory that this user can write)",
                    e);
        }
    }

    /**
     * Tries first: where the directory is a mount of its own on the root's disk, as systemd and container engines make it,
     * Java reports the root's mount, which may be read-only.
     */
    private static FileChannel openLock(Path path) throws IOException {
        Path file = path.resolve("lock");
        try {
            return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (FileSystemException e) {
            if (!Files.exists(file) || !Files.getFileStore(path).isReadOnly()) {
                throw e;
            }
            LOG.error(
                    "data-dir: {} is read-only; serving what it holds, and nothing new is kept for the next start"
                            + " (expected: a disk that can be written)",
                    path);
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    private static void requireLock(Path path, FileChannel channel) throws IOException {
        if (!tryLock(channel)) {
            channel.close();
            throw new IOException("data-dir: " + path
                    + " is in use by another gateway process (expected: one process for each data-dir)");
        }
    }

    private static boolean tryLock(FileChannel channel) throws IOException {
        try {
            FileLock held = channel.tryLock();
            return held != null;
        } catch (NonWritableChannelException e) {
            // Nobody can write there, so that two cannot be in each other's way.
            return true;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    /** A file or directory inside. */
    public Path resolve(String name) {
        return path.resolve(name);
    }

    /** Gives the lock back. Idempotent. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
