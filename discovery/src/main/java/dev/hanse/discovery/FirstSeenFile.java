// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The times of {@link FirstSeen} on disk: one line for each service, {@code time namespace/name}. Replaced as a whole. */
final class FirstSeenFile {

    private static final Logger LOG = LoggerFactory.getLogger(FirstSeenFile.class);

    private final Path file;

    FirstSeenFile(Path file) {
        this.file = file;
    }

    SortedMap<ServiceName, Instant> load() {
        try {
            return parse(Files.readAllLines(file));
        } catch (NoSuchFileException e) {
            return new TreeMap<>();
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            LOG.warn("first-seen times in {} are unreadable ({}); exports count as created now", file, e.toString());
            return new TreeMap<>();
        }
    }

    private static SortedMap<ServiceName, Instant> parse(List<String> lines) {
        SortedMap<ServiceName, Instant> times = new TreeMap<>();
        for (String line : lines) {
            int space = line.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("line \"" + line + "\" (expected: time namespace/name)");
            }
            times.put(ServiceName.parse(line.substring(space + 1)), Instant.parse(line.substring(0, space)));
        }
        return times;
    }

    void save(SortedMap<ServiceName, Instant> times) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        List<String> lines = times.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        try {
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("first-seen times cannot be kept in {} ({}); a restart makes exports younger", file, e.toString());
        }
    }
}
