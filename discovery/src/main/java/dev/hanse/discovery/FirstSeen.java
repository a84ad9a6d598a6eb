// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import dev.hanse.discovery.model.ServiceName;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The creation times of exports whose source knows none: when they were first seen here. An export that goes away is forgotten, hence young again
 * when it comes back. Used by one thread at a time; {@link #timesOf} blocks where the times are kept in a file.
 */
public final class FirstSeen {

    private final InstantSource clock;
    private final Optional<FirstSeenFile> file;
    private SortedMap<ServiceName, Instant> times;

    private FirstSeen(InstantSource clock, Optional<FirstSeenFile> file) {
        this.clock = clock;
        this.file = file;
        this.times = file.map(FirstSeenFile::load).orElseGet(TreeMap::new);
    }

    /** Times that last as long as the process. */
    public static FirstSeen inMemory(InstantSource clock) {
        return new FirstSeen(clock, Optional.empty());
    }

    /**
     * Times that outlast the process, so that a restart does not make exports younger and change who wins conflicts. A file that cannot be read or
     * written is logged and otherwise does no harm.
     *
     * @param file written by this object only; its folder exists
     */
    public static FirstSeen kept(Path file, InstantSource clock) {
        return new FirstSeen(clock, Optional.of(new FirstSeenFile(file)));
    }

    /**
     * Notes what is exported now.
     *
     * @param exported all services that the source exports
     * @return the time of each, in milliseconds
     */
    public Map<ServiceName, Instant> timesOf(Collection<ServiceName> exported) {
        return timesOf(exported, true);
    }

    /**
     * Notes what is exported now, as far as it is known.
     *
     * @param exported services that the source exports
     * @param all false: others may be exported too, so that none is forgotten
     * @return the time of each, in milliseconds
     */
    public Map<ServiceName, Instant> timesOf(Collection<ServiceName> exported, boolean all) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        SortedMap<ServiceName, Instant> next = all ? new TreeMap<>() : new TreeMap<>(times);
        exported.forEach(service -> next.put(service, times.getOrDefault(service, now)));
        if (!next.equals(times) || file.filter(FirstSeenFile::isBehind).isPresent()) {
            times = next;
            file.ifPresent(kept -> kept.save(next));
        }
        return Map.copyOf(next);
    }
}
