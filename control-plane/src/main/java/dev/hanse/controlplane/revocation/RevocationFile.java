// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import dev.hanse.controlplane.identity.KeyFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The file {@code revocations.log}: lines are added at its end and nowhere else, and count once the disk has them. Used by one
 * thread.
 */
final class RevocationFile {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFile.class);

    /** From here on it is written anew, without what can no longer matter, whenever it has doubled since. */
    private static final long COMPACT_OCTETS = 1 << 20;

    private final Path file;
    private RevocationRecords records;
    private String checksum;
    private long octets;
    private long compactAt = COMPACT_OCTETS;

    private RevocationFile(Path file, RevocationRecords.Found found) {
        this.file = file;
        this.records = found.records();
        this.checksum = found.checksum();
        this.octets = found.octets();
    }

    /**
     * Reads a file, strictly.
     *
     * @throws IOException if it is damaged or cannot be read
     */
    static RevocationFile read(Path file) throws IOException {
        RevocationFile read = new RevocationFile(file, RevocationRecords.read(file));
        read.truncate("{}: the last line was cut off while it was written; it never counted");
        return read;
    }

    /** Makes a file without records for the authority with that pin. */
    static RevocationFile make(Path file, String pin) throws IOException {
        RevocationRecords none = new RevocationRecords(pin, List.of());
        RevocationFile made = new RevocationFile(file, new RevocationRecords.Found(none, "", 0));
        made.rewrite(none);
        return made;
    }

    /** What stands in it. */
    RevocationRecords records() {
        return records;
    }

    /**
     * Adds records; they survive a loss of power when this returns.
     *
     * @return takes them back, where what belongs to them could not be done
     * @throws IOException if they could not be written; the file is as it was
     */
    Undo append(List<Revocation> revocations) throws IOException {
        Undo undo = new Undo(records, checksum, octets);
        RecordChain chain = new RecordChain(checksum);
        List<RevocationRecords.Numbered> all = new ArrayList<>(records.records());
        StringBuilder text = new StringBuilder();
        for (Revocation each : revocations) {
            all.add(new RevocationRecords.Numbered(
                    all.isEmpty() ? 1 : all.getLast().number() + 1, each));
            text.append(chain.line(all.getLast().toString()));
        }
        try {
            write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            undo.run();
            throw e;
        }
        records = new RevocationRecords(records.pin(), all);
        checksum = chain.last();
        return undo;
    }

    private void write(byte[] lines) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer buffer = ByteBuffer.wrap(lines);
            long at = octets;
            while (buffer.hasRemaining()) {
                at += channel.write(buffer, at);
            }
            channel.force(true);
            octets = at;
        }
    }

    /** How the file was before records were added. */
    final class Undo {

        private final RevocationRecords before;
        private final String checksumBefore;
        private final long octetsBefore;

        private Undo(RevocationRecords before, String checksumBefore, long octetsBefore) {
            this.before = before;
            this.checksumBefore = checksumBefore;
            this.octetsBefore = octetsBefore;
        }

        /** Takes the records back. What stays where that fails is written over by the next ones. */
        void run() {
            records = before;
            checksum = checksumBefore;
            octets = octetsBefore;
            try {
                truncate("{}: what was not done was taken back");
            } catch (IOException e) {
                LOG.error("{}: what was not done could not be taken back: {}", file, e.getMessage());
            }
        }
    }

    private void truncate(String said) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            if (channel.size() > octets) {
                channel.truncate(octets);
                channel.force(true);
                LOG.warn(said, file);
            }
        }
    }

    /** Writes the file anew where it has grown large, without what can no longer matter. */
    void compactIfGrown(Instant now) throws IOException {
        if (octets > compactAt) {
            rewrite(records.compact(now));
            compactAt = Math.max(COMPACT_OCTETS, 2 * octets);
        }
    }

    private void rewrite(RevocationRecords all) throws IOException {
        RecordChain chain = new RecordChain("");
        byte[] content = all.write(chain);
        KeyFile.writeSecret(file, content);
        records = all;
        checksum = chain.last();
        octets = content.length;
    }
}
