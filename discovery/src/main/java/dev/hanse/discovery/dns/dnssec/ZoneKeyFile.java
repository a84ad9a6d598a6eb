// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/**
 * The file of a {@link ZoneKey}: DNSKEY records in zone-file form, one on a line, and one private key in PEM (PKCS#8).
 * Every gateway that answers for the same resolvers has the same file.
 */
public final class ZoneKeyFile {

    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");

    /** What a secret volume of Kubernetes gives at least. */
    private static final Set<PosixFilePermission> MOST = PosixFilePermissions.fromString("rw-r-----");

    private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
    private static final String END = "-----END PRIVATE KEY-----";
    private static final int MAX_OCTETS = 8_192;
    private static final int MAX_KEYS = 4;

    private final Path file;

    /** For this file. */
    public ZoneKeyFile(Path file) {
        this.file = file;
    }

    /**
     * Makes a key and writes it, readable by the owner only (0600).
     *
     * @throws IOException if the file exists or cannot be written; the message says what to do
     */
    public ZoneKey create(String zone) throws IOException {
        ZoneKey key = ZoneKey.generate(zone);
        String pem = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(key.privateKey().getEncoded());
        String text = key.dnskey() + "\n" + BEGIN + "\n" + pem + "\n" + END + "\n";
        try {
            Files.createFile(file, ownerOnly());
            Files.writeString(file, text, StandardCharsets.US_ASCII, StandardOpenOption.SYNC);
        } catch (FileAlreadyExistsException e) {
            throw new IOException(
                    "key file " + file + ": exists (expected: a new name; a key in use is never overwritten)", e);
        } catch (NoSuchFileException e) {
            throw new IOException("key file " + file + ": its directory does not exist (expected: one that does)", e);
        }
        return key;
    }

    /**
     * Reads the key.
     *
     * @throws IOException if the file is absent, open to others, or holds something else; the message says what to do
     */
    public ZoneKey read() throws IOException {
        try {
            requireClosed();
            if (Files.size(file) > MAX_OCTETS) {
                throw malformed("more than " + MAX_OCTETS + " octets", null);
            }
            return parse(Files.readString(file, StandardCharsets.US_ASCII));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "key file " + file + ": does not exist (expected: a key made by hanse dns-key create; the same"
                            + " file on every gateway of the cluster)",
                    e);
        } catch (IllegalArgumentException | GeneralSecurityException e) {
            throw malformed(e.getMessage(), e);
        }
    }

    private ZoneKey parse(String text) throws IOException, GeneralSecurityException {
        int begin = text.indexOf(BEGIN);
        int end = text.indexOf(END);
        if (begin < 0 || end < begin) {
            throw malformed("no private key", null);
        }
        List<DNSKEYRecord> published = new ArrayList<>();
        for (String line : (text.substring(0, begin) + text.substring(end + END.length())).split("\n")) {
            if (!line.isBlank() && !line.startsWith(";")) {
                published.add(dnskey(line.strip()));
            }
        }
        if (published.isEmpty() || published.size() > MAX_KEYS) {
            throw malformed(published.size() + " DNSKEY records, not 1 to " + MAX_KEYS, null);
        }
        byte[] pkcs8 = Base64.getMimeDecoder().decode(text.substring(begin + BEGIN.length(), end));
        PrivateKey privateKey = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
        return ZoneKey.of(privateKey, sameZone(published));
    }

    private DNSKEYRecord dnskey(String line) throws IOException {
        String[] words = line.split("\\s+", 4);
        if (words.length < 4 || !words[1].equals("IN") || !words[2].equals("DNSKEY")) {
            throw malformed("the line \"" + line + "\"", null);
        }
        Name zone = Name.fromString(words[0], Name.root);
        Record record = Record.fromString(zone, Type.DNSKEY, DClass.IN, ZoneKey.TTL_SECONDS, words[3], Name.root);
        DNSKEYRecord key = (DNSKEYRecord) record;
        if (key.getAlgorithm() != ZoneKey.ALGORITHM || key.getFlags() != ZoneKey.FLAGS) {
            throw malformed("a DNSKEY with flags " + key.getFlags() + " and algorithm " + key.getAlgorithm(), null);
        }
        return key;
    }

    private List<DNSKEYRecord> sameZone(List<DNSKEYRecord> keys) throws IOException {
        Name zone = keys.getFirst().getName();
        for (DNSKEYRecord key : keys) {
            if (!key.getName().equals(zone)) {
                throw malformed("keys of " + zone + " and of " + key.getName(), null);
            }
        }
        return keys;
    }

    /** A copy that anybody may read is taken for a mistake. */
    private void requireClosed() throws IOException {
        if (!isPosix()) {
            return;
        }
        Set<PosixFilePermission> found = Files.getPosixFilePermissions(file);
        if (!MOST.containsAll(found)) {
            throw new IOException("key file " + file + ": mode " + PosixFilePermissions.toString(found)
                    + " lets others in (expected: rw-------); run chmod 600 on it");
        }
    }

    private FileAttribute<?>[] ownerOnly() {
        return isPosix()
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER)}
                : new FileAttribute<?>[0];
    }

    private boolean isPosix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private IOException malformed(@Nullable String problem, @Nullable Throwable cause) {
        return new IOException(
                "key file " + file + ": " + problem + " (expected: lines ZONE. IN DNSKEY 257 3 13 KEY and a private"
                        + " key in PEM, as hanse dns-key create writes them)",
                cause);
    }
}
