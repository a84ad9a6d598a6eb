// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Replaces a file so that a reader, also after a crash, finds the old content or the new one and nothing between. */
public final class AtomicFile {

    private AtomicFile() {}

    /**
     * Writes beside the file, forces the content to the disk, renames and forces the directory. The file is readable by
     * its owner only (0600).
     *
     * @param content one part behind the other
     * @throws IOException when the disk is full or cannot be written; the old file is untouched then
     */
    public static void write(Path file, byte[]... content) throws IOException {
        write(file, output -> {
            for (byte[] part : content) {
                output.write(part);
            }
        });
    }

    /** Writes a content. */
    @FunctionalInterface
    interface Writing {
        void to(OutputStream output) throws IOException;
    }

    /** The same for what is written piece by piece; each goes to the file at once. */
    static void write(Path file, Writing content) throws IOException {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(fresh);
        try {
            writeForced(fresh, content);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            remove(fresh, e);
            throw e;
        }
        try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        }
    }

    /** What could not be written is in nobody's way; why it could not is what is told. */
    private static void remove(Path fresh, IOException why) {
        try {
            Files.deleteIfExists(fresh);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    private static void writeForced(Path fresh, Writing content) throws IOException {
        var mode = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(fresh, options, mode)) {
            content.to(Channels.newOutputStream(channel));
            channel.force(true);
        }
    }
}
