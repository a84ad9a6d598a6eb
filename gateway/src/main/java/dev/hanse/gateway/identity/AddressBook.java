// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.storage.MirroredFile;
import dev.hanse.gateway.storage.SavedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the control plane is reached, one address a line: kept apart from the credentials because it changes by itself.
 */
public final class AddressBook {

    /** As many as the control plane may name, and the one at which it was reached. */
    private static final int MAX_ADDRESSES = 17;

    private static final Logger LOG = LoggerFactory.getLogger(SavedFile.class);

    private final MirroredFile file;

    /** @param file where the addresses lie */
    public AddressBook(Path file) {
        this.file = new MirroredFile(file);
    }

    /** Replaces the addresses. */
    public void save(List<ControlPlaneAddress> addresses) throws IOException {
        String text = addresses.stream().map(address -> address + "\n").collect(Collectors.joining());
        file.write(text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the addresses; none before the gateway has joined. Where the file is not as it was written, because it was
     * edited or damaged, those that were written follow behind those that can be read.
     *
     * @throws IOException when the file cannot be read at all
     */
    public List<ControlPlaneAddress> load() throws IOException {
        Optional<byte[]> found = file.read();
        if (found.isEmpty()) {
            return List.of();
        }
        Set<ControlPlaneAddress> addresses = new LinkedHashSet<>(addresses(found.get()));
        file.copy()
                .filter(copy -> !Arrays.equals(copy, found.get()))
                .ifPresent(copy -> addresses.addAll(addresses(copy)));
        return addresses.stream().limit(MAX_ADDRESSES).toList();
    }

    private List<ControlPlaneAddress> addresses(byte[] text) {
        return new String(text, StandardCharsets.US_ASCII)
                .lines()
                .filter(line -> !line.isBlank())
                .flatMap(line -> address(line.strip()))
                .toList();
    }

    private Stream<ControlPlaneAddress> address(String line) {
        try {
            return Stream.of(ControlPlaneAddress.parse(line));
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "state: {}: {}; left out (expected: the control plane's addresses, one a line)",
                    file,
                    e.getMessage());
            return Stream.empty();
        }
    }
}
