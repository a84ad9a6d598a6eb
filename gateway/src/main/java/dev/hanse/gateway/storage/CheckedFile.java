// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Optional;

/**
 * A file with a checksum, so that a torn or altered one is noticed instead of served.
 *
 * <pre>
 *  0      "HANSE-STATE 1\n"           14 octets
 * 14      content length, big-endian   8 octets
 * 22      content
 * 22 + n  SHA-256 of all before       32 octets
 * </pre>
 *
 * Calls block and must not overlap.
 */
public final class CheckedFile {

    private static final byte[] MAGIC = "HANSE-STATE 1\n".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER_OCTETS = MAGIC.length + Long.BYTES;
    private static final int DIGEST_OCTETS = 32;
    /** More than the largest view has on disk, for that may be a third of the heap in memory; keeps a damaged disk from filling the heap. */
    private static final long MAX_OCTETS =
            Math.min(512L << 20, Runtime.getRuntime().maxMemory() / 6);

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmssSSS'Z'").withZone(ZoneOffset.UTC);

    private final Path path;

    /** @param path where the file lies */
    public CheckedFile(Path path) {
        this.path = path;
    }

    /** Replaces the content, see {@link AtomicFile#write}. */
    public void write(byte[] content) throws IOException {
        write(FileContent.of(content));
    }

    /** Replaces the content, see {@link AtomicFile#write}. */
    void write(FileContent content) throws IOException {
        AtomicFile.write(path, output -> {
            DigestOutputStream digested = new DigestOutputStream(output, sha256());
            digested.write(ByteBuffer.allocate(HEADER_OCTETS)
                    .put(MAGIC)
                    .putLong(content.octets())
                    .array());
            content.writeTo(digested);
            output.write(digested.getMessageDigest().digest());
        });
    }

    /**
     * Reads the content; empty when there is no file.
     *
     * @throws CorruptFileException when the file is torn, altered or of another format
     * @throws IOException when it cannot be read at all
     */
    public Optional<byte[]> read() throws IOException {
        try {
            return Optional.of(verified());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private byte[] verified() throws IOException {
        long size = Files.size(path);
        if (size < HEADER_OCTETS + DIGEST_OCTETS || size > MAX_OCTETS) {
            throw new CorruptFileException(path + ": " + size + " octets (expected: a complete state file)");
        }
        byte[] file = Files.readAllBytes(path);
        int end = file.length - DIGEST_OCTETS;
        requireHeader(file);
        if (end < HEADER_OCTETS || !Arrays.equals(sha256(file, end), Arrays.copyOfRange(file, end, file.length))) {
            throw new CorruptFileException(path + ": checksum differs");
        }
        return Arrays.copyOfRange(file, HEADER_OCTETS, end);
    }

    private void requireHeader(byte[] file) throws CorruptFileException {
        boolean known = file.length > HEADER_OCTETS && Arrays.equals(file, 0, MAGIC.length, MAGIC, 0, MAGIC.length);
        if (!known) {
            throw new CorruptFileException(path + ": not a state file of this version");
        }
        long length = ByteBuffer.wrap(file).getLong(MAGIC.length);
        if (length != (long) file.length - HEADER_OCTETS - DIGEST_OCTETS) {
            throw new CorruptFileException(path + ": cut or grown (expected: " + length + " octets of content)");
        }
    }

    /**
     * Renames the file to {@code <name>.corrupt-<time>}, so that it can be looked at and is not read again.
     *
     * @return where it lies now
     */
    public Path setAside(Instant now) throws IOException {
        return Files.move(path, path.resolveSibling(path.getFileName() + ".corrupt-" + STAMP.format(now)));
    }

    @Override
    public String toString() {
        return path.toString();
    }

    private static byte[] sha256(byte[] octets, int length) {
        MessageDigest digest = sha256();
        digest.update(octets, 0, length);
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
