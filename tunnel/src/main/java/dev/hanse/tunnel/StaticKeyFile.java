// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.hanse.tunnel.crypto.X25519PrivateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Reads and writes the file of a {@link StaticKey}. */
final class StaticKeyFile {

    private static final Set<PosixFilePermission> OWNER_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
    private static final int MAX_OCTETS = 128;

    private final Path file;
    private final RandomGenerator random;

    StaticKeyFile(Path file, RandomGenerator random) {
        this.file = file;
        this.random = random;
    }

    X25519PrivateKey loadOrCreate() throws IOException {
        return Files.exists(file) ? load() : create();
    }

    private X25519PrivateKey load() throws IOException {
        checkPermissions();
        if (Files.size(file) > MAX_OCTETS) {
            throw malformed(null);
        }
        byte[] text = Files.readAllBytes(file);
        try {
            byte[] octets = Base64.getDecoder().decode(new String(text, US_ASCII).strip());
            return X25519PrivateKey.of(octets);
        } catch (IllegalArgumentException e) {
            throw malformed(e);
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Others must not be able to read the key; a copy with wide permissions is taken for a mistake. */
    private void checkPermissions() throws IOException {
        if (!posix()) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
        if (!OWNER_ONLY.containsAll(found)) {
            throw new IOException("tunnel key file " + file + ": mode " + PosixFilePermissions.toString(found)
                    + " lets others in (expected: rw-------); run chmod 600 on it, or remove it to get a new key");
        }
    }

    /** Makes a key, in place of one that may be there. */
    X25519PrivateKey create() throws IOException {
        X25519PrivateKey key = X25519PrivateKey.generate(random);
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null || !Files.isDirectory(directory)) {
            throw new NoSuchFileException(file.toString(), null, "its directory does not exist; create it first");
        }
        Path draft = Files.createTempFile(directory, file.getFileName().toString(), ".new", ownerOnly());
        try {
            write(draft, key);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
        return key;
    }

    private static void write(Path draft, X25519PrivateKey key) throws IOException {
        byte[] octets = key.octets();
        byte[] text = Base64.getEncoder().encode(octets);
        try (FileChannel channel = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            ByteBuffer line = ByteBuffer.allocate(text.length + 1)
                    .put(text)
                    .put((byte) '\n')
                    .flip();
            while (line.hasRemaining()) {
                channel.write(line);
            }
            channel.force(true);
            Arrays.fill(line.array(), (byte) 0);
        } finally {
            Arrays.fill(octets, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return posix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                : new FileAttribute<?>[0];
    }

    private boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private MalformedKeyException malformed(@Nullable Throwable cause) {
        return new MalformedKeyException(
                "tunnel key file " + file
                        + ": not a key (expected: 32 octets in base64 on one line);"
                        + " restore it, or remove it to get a new key",
                cause);
    }
}
