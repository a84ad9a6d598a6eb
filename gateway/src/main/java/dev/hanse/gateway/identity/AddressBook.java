// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.rpc.ControlPlaneAddress;
import dev.hanse.gateway.storage.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where the control plane is reached, one address a line: kept apart from the credentials because it changes by itself.
 */
public final class AddressBook {

    private final Path file;

    /** @param file where the addresses lie */
    public AddressBook(Path file) {
        this.file = file;
    }

    /** Replaces the addresses. */
    public void save(List<ControlPlaneAddress> addresses) throws IOException {
        String text = addresses.stream().map(address -> address + "\n").collect(Collectors.joining());
        AtomicFile.write(file, text.getBytes(StandardCharsets.US_ASCII));
    }

    /**
     * Reads the addresses; none before the gateway has joined.
     *
     * @throws IOException when the file cannot be read or is damaged; the message says what to do
     */
    public List<ControlPlaneAddress> load() throws IOException {
        try (var lines = Files.lines(file, StandardCharsets.US_ASCII)) {
            return lines.filter(line -> !line.isBlank())
                    .map(line -> ControlPlaneAddress.parse(line.strip()))
                    .limit(JoinToken.MAX_ADDRESSES)
                    .toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    file + ": " + e.getMessage() + "; write the control plane's addresses into it, one a line", e);
        }
    }
}
