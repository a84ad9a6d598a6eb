// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A small file that nobody could give again: as people and tools read it, and with a checksum in {@code <name>.copy}
 * beside it, for the day on which it is damaged. Both are readable by their owner only. Calls block.
 */
public final class MirroredFile {

    private static final Logger LOG = LoggerFactory.getLogger(SavedFile.class);

    private final Path path;
    private final CheckedFile copy;

    /** @param path where the file lies */
    public MirroredFile(Path path) {
        this.path = path;
        this.copy = new CheckedFile(path.resolveSibling(path.getFileName() + ".copy"));
    }

    /**
     * Replaces both.
     *
     * @throws IOException when one of them cannot be written; what was there before is whole
     */
    public void write(byte[] content) throws IOException {
        AtomicFile.write(path, content);
        copy.write(content);
    }

    /**
     * Tries whether there is room for both, by writing as much beside them.
     *
     * @param octets of the content
     * @throws IOException when there is not
     */
    public void requireRoom(int octets) throws IOException {
        Path trial = path.resolveSibling(path.getFileName() + ".room");
        try {
            AtomicFile.write(trial, new byte[octets], new byte[octets]);
        } finally {
            Files.deleteIfExists(trial);
        }
    }

    /** The file; empty when there is none. */
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(Files.readAllBytes(path));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** What was written last, if that can still be told. */
    public Optional<byte[]> copy() {
        try {
            return copy.read();
        } catch (IOException e) {
            LOG.error("state: {}; it cannot stand in for {}", e.getMessage(), path);
            return Optional.empty();
        }
    }

    /** Whether the copy shows that this is what was written last: the file is whole then, without a look at what it means. */
    public boolean isWhole(byte[] content) {
        return copy().filter(written -> Arrays.equals(written, content)).isPresent();
    }

    /** Gives a file that was found to be good the copy that it lacks. Where that cannot be written, the next start tries again. */
    public void mirror(byte[] content) {
        try {
            copy.write(content);
        } catch (IOException e) {
            LOG.warn("state: {} has no copy that could stand in for it: {}", path, e.toString());
        }
    }

    /**
     * The file is damaged: it is renamed, so that it can be looked at, and its copy takes its place.
     *
     * @param why it is damaged
     * @param content of the copy
     */
    public void restore(String why, byte[] content, Instant now) {
        try {
            Path aside = new CheckedFile(path).setAside(now);
            write(content);
            LOG.error("state: {}; set aside as {}, restored from its copy", why, aside);
        } catch (IOException e) {
            LOG.error("state: {}; its copy is used, but cannot take its place: {}", why, e.toString());
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
