// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A state file whose faults are told and never stop the gateway: damaged, it is set aside; unreadable or unwritable,
 * the gateway serves without it.
 */
public final class SavedFile {

    private static final Logger LOG = LoggerFactory.getLogger(SavedFile.class);

    private final CheckedFile file;
    private final Clock clock;
    private final String remedy;
    private @Nullable FileContent unwritten;
    private volatile String failure = "";

    /**
     * @param clock names what is set aside
     * @param remedy what becomes of a content that cannot be used, for the log
     */
    public SavedFile(CheckedFile file, Clock clock, String remedy) {
        this.file = file;
        this.clock = clock;
        this.remedy = remedy;
    }

    /** Reads a content that a parser takes; empty when there is none, or none that can be used. */
    public <T> Optional<T> read(Parser<T> parser) {
        try {
            Optional<byte[]> content = file.read();
            return content.isEmpty() ? Optional.empty() : Optional.of(parser.parse(content.get()));
        } catch (CorruptFileException e) {
            setAside(String.valueOf(e.getMessage()));
        } catch (IOException | IllegalArgumentException e) {
            if (e instanceof com.google.protobuf.InvalidProtocolBufferException
                    || e instanceof IllegalArgumentException) {
                setAside(file + ": " + e.getMessage());
            } else {
                failure = file + " cannot be read: " + e.getMessage();
                LOG.error("state: {}; going on without it (expected: a file that this user can read)", failure);
            }
        }
        return Optional.empty();
    }

    /** Turns a content into a value. */
    public interface Parser<T> {

        /** The value. */
        T parse(byte[] content) throws IOException;
    }

    private void setAside(String why) {
        try {
            LOG.error("state: {}; set aside as {}, {}", why, file.setAside(clock.instant()), remedy);
        } catch (IOException e) {
            failure = why;
            LOG.error("state: {}; cannot be set aside: {}; {}", why, e.getMessage(), remedy);
        }
    }

    /** Tries again to write what could not be written, so that an idle gateway does not wait for its next change. */
    public synchronized void retry() {
        FileContent content = unwritten;
        if (content != null) {
            write(content);
        }
    }

    /** Replaces the content; a failure is logged when it begins and when it ends. */
    public void write(byte[] content) {
        write(FileContent.of(content));
    }

    /** The same for a content that is written piece by piece. */
    public synchronized void write(FileContent content) {
        unwritten = content;
        try {
            file.write(content);
            unwritten = null;
            if (!failure.isEmpty()) {
                LOG.info("state: {} is written again", file);
            }
            failure = "";
        } catch (IOException e) {
            if (failure.isEmpty()) {
                LOG.error(
                        "state: {} cannot be written: {}; serving goes on, but a restart would begin with older state"
                                + " (expected: a data-dir with room that this user can write)",
                        file,
                        e.toString());
            }
            failure = file + " cannot be written: " + e;
        }
    }

    /** Why the file does not hold the newest state; empty: it does. */
    public String failure() {
        return failure;
    }
}
