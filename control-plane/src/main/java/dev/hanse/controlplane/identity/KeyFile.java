// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Writes files whole or not at all, and files with keys so that only their owner reads them. */
public final class KeyFile {

    private static final Set<PosixFilePermission> SECRET = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OPEN = PosixFilePermissions.fromString("rw-r--r--");

    private KeyFile() {}

    /** Writes a file that only its owner may read. */
    public static void writeSecret(Path file, byte[] content) throws IOException {
        write(file, content, SECRET);
    }

    /** Writes a file that all may read. */
    static void writeOpen(Path file, byte[] content) throws IOException {
        write(file, content, OPEN);
    }

    /** Makes a directory that only its owner may enter. */
    public static void makeDirectory(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            Files.createDirectories(directory, attribute("rwx------"));
        }
    }

    private static FileAttribute<Set<PosixFilePermission>> attribute(String permissions) {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions));
    }

    private static void write(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        prepare(file, content, permissions);
        publish(file);
    }

    /** Where the content of a file stands before {@link #publish} gives it its name. */
    static Path prepared(Path file) {
        return file.resolveSibling(file.getFileName() + ".new");
    }

    /** Writes what becomes a file that only its owner may read. */
    static void prepareSecret(Path file, byte[] content) throws IOException {
        prepare(file, content, SECRET);
    }

    /** Writes what becomes a file that all may read. */
    static void prepareOpen(Path file, byte[] content) throws IOException {
        prepare(file, content, OPEN);
    }

    private static void prepare(Path file, byte[] content, Set<PosixFilePermission> permissions) throws IOException {
        Path fresh = prepared(file);
        Files.deleteIfExists(fresh);
        // Made with its permissions, so that there is no moment at which others could read it.
        try (FileChannel channel = FileChannel.open(
                fresh,
                EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(permissions))) {
            ByteBuffer buffer = ByteBuffer.wrap(content);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
            channel.force(true);
        }
    }

    /** Gives what was prepared its name, also through a loss of power. */
    static void publish(Path file) throws IOException {
        Files.move(prepared(file), file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        syncParent(file);
    }

    /** The names in the directory of a file survive a loss of power from now on. */
    static void syncParent(Path file) throws IOException {
        try (FileChannel directory =
                FileChannel.open(file.toAbsolutePath().normalize().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }
}
