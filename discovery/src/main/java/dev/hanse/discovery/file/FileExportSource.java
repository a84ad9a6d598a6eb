// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.ExportReport;
import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.SourceThread;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Reads exports from a YAML file and again whenever it changes. A missing, unreadable or invalid file is reported as stale with its name and the line;
 * the last good content stays valid. Replace the file by renaming a finished one over it; writing in place works too, and is read as soon as the file
 * has not changed for 50 milliseconds.
 *
 * <p>An export's creation time is its {@code created-at}, else the time at which this source saw it first.
 */
public final class FileExportSource implements ExportSource {

    private static final Duration POLL = Duration.ofSeconds(1);

    private final Path file;
    private final FirstSeen firstSeen;
    private final SourceThread thread = new SourceThread("file");

    /**
     * A source that is not reading yet.
     *
     * @param firstSeen for this source alone
     */
    public FileExportSource(FileConfig config, FirstSeen firstSeen) {
        this.file = config.path();
        this.firstSeen = firstSeen;
    }

    @Override
    public String name() {
        return "file";
    }

    @Override
    public void start(Listener listener) {
        thread.start(listener, this::run);
    }

    private void run(ExportReport to) {
        try (FileWatch watch = new FileWatch(file, POLL)) {
            while (!Thread.currentThread().isInterrupted()) {
                read(to, watch);
                watch.awaitChange();
            }
        } catch (InterruptedException | ClosedWatchServiceException _) {
            // Closed.
        }
    }

    private void read(ExportReport to, FileWatch watch) {
        try {
            ExportSet exports = exports(ExportsFile.parse(YamlDocument.read(file)));
            if (watch.isDetached()) {
                to.partial(
                        exports,
                        "exports file " + file + " is mounted by itself, and was replaced or moved outside of the"
                                + " mount: what is there now cannot be seen (mount its folder; or write in place, and restart"
                                + " whatever mounts it)");
            } else {
                to.read(exports);
            }
        } catch (NoSuchFileException _) {
            to.failed("exports file " + file + " does not exist (create it, with at least \"services: []\")");
        } catch (AccessDeniedException _) {
            to.failed("exports file " + file + " may not be read by this process (change its owner or mode)");
        } catch (IOException e) {
            to.failed("exports file " + file + " cannot be read: " + e);
        } catch (YamlException e) {
            to.failed("exports file " + file + " is invalid, the last good content stays: " + e.getMessage());
        }
    }

    private ExportSet exports(List<FileService> services) {
        Map<ServiceName, Instant> times =
                firstSeen.timesOf(services.stream().map(FileService::name).toList());
        List<ServiceExport> exports = services.stream()
                .map(service -> service.export(Objects.requireNonNull(times.get(service.name()))))
                .toList();
        List<EndpointSlice> slices =
                services.stream().flatMap(service -> service.slices().stream()).toList();
        return new ExportSet(exports, slices);
    }

    @Override
    public void close() {
        thread.close();
    }
}
