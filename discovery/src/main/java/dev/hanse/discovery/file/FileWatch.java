// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for changes of one file. The kernel tells of changes in the file's own folder at once, which covers writes, replacement by rename and the
 * swapped links of a mounted ConfigMap; a poll covers the rest: links into other folders, remote file systems, no inotify left.
 *
 * <p>Owned by one thread, except {@link #close}.
 */
final class FileWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FileWatch.class);

    /** How long a file must look the same before it is read: a writer in place may need several writes. */
    private static final Duration SETTLED = Duration.ofMillis(50);

    /** A file that never comes to rest is read all the same, as often as this. */
    private static final int MOST_LOOKS = 40;

    private final Path file;
    private final Path folder;
    private final Duration poll;
    private final Optional<WatchService> events;
    private @Nullable WatchKey key;
    private FileFingerprint last;
    private Optional<OwnMount> mount;
    private boolean detached;

    FileWatch(Path file, Duration poll) {
        this.file = file;
        this.folder = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        this.poll = poll;
        this.events = open(file);
        register();
        this.last = FileFingerprint.of(file);
        this.mount = OwnMount.of(file);
    }

    private static Optional<WatchService> open(Path file) {
        try {
            return Optional.of(file.getFileSystem().newWatchService());
        } catch (IOException e) {
            LOG.warn("{} is only polled for changes: {}", file, e.toString());
            return Optional.empty();
        }
    }

    /**
     * Blocks until the file may have changed since the last return, and then until it looks finished.
     *
     * @throws ClosedWatchServiceException if the watch is closed
     */
    void awaitChange() throws InterruptedException {
        while (!eventOnFile() && last.equals(FileFingerprint.of(file)) && !isDetachedNow()) {
            register();
        }
        settle();
    }

    /** Asked about files that were mounted by themselves only: a host may have thousands of mounts. */
    private boolean isDetachedNow() {
        return !detached && isDetached();
    }

    /** Whether the file is mounted by itself, and what was outside when it was mounted is not any more. */
    boolean isDetached() {
        detached = mount.isPresent()
                && OwnMount.of(file).filter(now -> now.isDetached(mount.get())).isPresent();
        return detached;
    }

    private void settle() throws InterruptedException {
        FileFingerprint before;
        String identity = last.identity();
        int looks = 0;
        do {
            before = last;
            Thread.sleep(SETTLED);
            last = FileFingerprint.of(file);
        } while (!last.equals(before) && ++looks < MOST_LOOKS);
        if (!last.identity().equals(identity)) {
            mount = OwnMount.of(file);
        }
    }

    /** Waits for one batch of events, at most as long as the poll. */
    private boolean eventOnFile() throws InterruptedException {
        if (events.isEmpty()) {
            Thread.sleep(poll);
            return false;
        }
        WatchKey signalled = events.get().poll(poll.toMillis(), TimeUnit.MILLISECONDS);
        if (signalled == null) {
            return false;
        }
        List<WatchEvent<?>> batch = signalled.pollEvents();
        if (!signalled.reset()) {
            key = null;
        }
        return batch.stream().anyMatch(this::isOnFile);
    }

    private boolean isOnFile(WatchEvent<?> event) {
        return event.kind() == StandardWatchEventKinds.OVERFLOW
                || file.getFileName().equals(event.context());
    }

    /** The folder may appear later, or be removed and created again. */
    private void register() {
        if (key == null && events.isPresent()) {
            try {
                key = folder.register(
                        events.get(),
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE);
            } catch (IOException e) {
                LOG.debug("{} cannot be watched yet: {}", folder, e.toString());
            }
        }
    }

    @Override
    public void close() {
        try {
            if (events.isPresent()) {
                events.get().close();
            }
        } catch (IOException e) {
            LOG.debug("closing the watch of {}: {}", folder, e.toString());
        }
    }
}
