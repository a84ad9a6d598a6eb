// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.ServiceName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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
    private boolean behind;
    private boolean failing;

    FirstSeenFile(Path file) {
        this.file = file;
    }

    /** The times that can be read; a file with others among them is set aside. */
    SortedMap<ServiceName, Instant> load() {
        SortedMap<ServiceName, Instant> times = new TreeMap<>();
        try {
            List<String> damaged = Files.readString(file, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !read(line, times))
                    .toList();
            if (!damaged.isEmpty()) {
                setAside(damaged.size());
            }
        } catch (NoSuchFileException e) {
            LOG.debug("{}: nothing was exported before", file);
        } catch (IOException e) {
            LOG.warn("first-seen times in {} are unreadable ({}); exports count as created now", file, e.toString());
        }
        return times;
    }

    private static boolean read(String line, SortedMap<ServiceName, Instant> times) {
        int space = line.indexOf(' ');
        try {
            times.put(
                    ServiceName.parse(line.substring(space + 1)), Instant.parse(line.substring(0, Math.max(0, space))));
            return true;
        } catch (IllegalArgumentException | DateTimeException e) {
            return false;
        }
    }

    private void setAside(int lines) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".corrupt");
        Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        behind = true;
        LOG.warn(
                "first-seen times in {}: {} lines are damaged; set aside as {}, their exports count as created now",
                file,
                lines,
                aside);
    }

    /** Whether the file does not hold what was saved last. */
    boolean isBehind() {
        return behind;
    }

    /** Replaces the times; a failure is told when it begins and when it ends. */
    void save(SortedMap<ServiceName, Instant> times) {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        List<String> lines = times.entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .toList();
        try {
            Files.write(next, lines);
            Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            onSaved();
        } catch (IOException e) {
            onFailed(next, e);
        }
    }

    private void onSaved() {
        if (failing) {
            LOG.info("first-seen times are kept in {} again", file);
        }
        failing = false;
        behind = false;
    }

    private void onFailed(Path next, IOException e) {
        if (!failing) {
            LOG.warn("first-seen times cannot be kept in {} ({}); a restart makes exports younger", file, e.toString());
        }
        failing = true;
        behind = true;
        try {
            Files.deleteIfExists(next);
        } catch (IOException left) {
            LOG.debug("{} is left behind: {}", next, left.toString());
        }
    }
}
