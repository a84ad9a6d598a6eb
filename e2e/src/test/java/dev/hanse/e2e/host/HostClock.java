// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.host;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/**
 * A wall clock of a test host's own, which can be set while processes run: CLOCK_REALTIME has no namespace, so libfaketime
 * stands before the C library of each process. Monotonic time is left as it is, as when somebody sets a real clock.
 */
public final class HostClock {

    /** A process looks at the file once in this many seconds. */
    private static final int LOOK_SECONDS = 1;

    /** Within this time every running process has seen a change. */
    public static final Duration SEEN_WITHIN = Duration.ofSeconds(LOOK_SECONDS + 1);

    private final Path file;
    private Duration ahead = Duration.ZERO;

    HostClock(Path file) {
        this.file = file;
        set(Duration.ZERO);
    }

    /** Sets it to the machine's time and so much more; negative: less. */
    public void set(Duration ahead) {
        this.ahead = ahead;
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.writeString(fresh, "%+d\n".formatted(ahead.toSeconds()));
            // A process must never find half a line.
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot set " + file, e);
        }
    }

    /** What it shows. */
    public Instant now() {
        return Instant.now().plus(ahead);
    }

    /** The words that go before a command that is to see this clock. */
    List<String> wrapper() {
        return List.of(
                "env",
                "LD_PRELOAD=" + library(),
                "FAKETIME_TIMESTAMP_FILE=" + file.toAbsolutePath(),
                "FAKETIME_CACHE_DURATION=" + LOOK_SECONDS,
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                // What libfaketime does for old C libraries makes each wait of the JVM a second longer.
                "FAKETIME_FORCE_MONOTONIC_FIX=0",
                "NO_FAKE_STAT=1");
    }

    private static Path library() {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(each -> each.resolve("faketime/libfaketimeMT.so.1"))
                    .filter(Files::exists)
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("libfaketime is missing; deploy/setup installs it"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
