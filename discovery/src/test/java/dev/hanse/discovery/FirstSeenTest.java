// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ServiceName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects who wins conflicts from restarts and from sources that know no creation times. */
class FirstSeenTest {

    private static final ServiceName WEB = ServiceName.parse("shop/web");
    private static final ServiceName API = ServiceName.parse("shop/api");
    private static final Instant MORNING = Instant.parse("2026-11-23T08:00:00Z");
    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path folder;

    private Instant now = MORNING;
    private final InstantSource clock = () -> now;

    @Test
    void timesStayWhileExported() {
        FirstSeen seen = FirstSeen.inMemory(clock);
        seen.timesOf(List.of(WEB));
        now = NOON;

        assertThat(seen.timesOf(List.of(WEB, API))).isEqualTo(Map.of(WEB, MORNING, API, NOON));
    }

    @Test
    void withdrawnExportsAreForgotten() {
        FirstSeen seen = FirstSeen.inMemory(clock);
        seen.timesOf(List.of(WEB));
        seen.timesOf(List.of());
        now = NOON;

        assertThat(seen.timesOf(List.of(WEB))).isEqualTo(Map.of(WEB, NOON));
    }

    @Test
    void nothingIsForgottenWhileAPartIsUnknown() {
        FirstSeen seen = FirstSeen.inMemory(clock);
        seen.timesOf(List.of(WEB));
        now = NOON;

        seen.timesOf(List.of(API), false);

        assertThat(seen.timesOf(List.of(WEB, API))).isEqualTo(Map.of(WEB, MORNING, API, NOON));
    }

    @Test
    void keptTimesOutlastTheProcess() {
        FirstSeen.kept(file(), clock).timesOf(List.of(WEB));
        now = NOON;

        assertThat(FirstSeen.kept(file(), clock).timesOf(List.of(WEB, API))).isEqualTo(Map.of(WEB, MORNING, API, NOON));
    }

    @Test
    void damagedFileDoesNoHarm() throws IOException {
        Files.writeString(file(), "yesterday shop/web\n");

        FirstSeen seen = FirstSeen.kept(file(), clock);

        assertThat(seen.timesOf(List.of(WEB))).isEqualTo(Map.of(WEB, MORNING));
        assertThat(file()).hasContent(MORNING + " shop/web\n");
    }

    @Test
    void damagedLineCostsItsOwnServiceOnlyAndIsSetAside() throws IOException {
        FirstSeen.kept(file(), clock).timesOf(List.of(WEB, API));
        byte[] octets = Files.readAllBytes(file());
        octets[4] = (byte) 0xff;
        Files.write(file(), octets);
        now = NOON;

        assertThat(FirstSeen.kept(file(), clock).timesOf(List.of(WEB, API))).isEqualTo(Map.of(WEB, MORNING, API, NOON));
        assertThat(folder.resolve("first-seen.corrupt")).hasBinaryContent(octets);
        assertThat(FirstSeen.kept(file(), clock).timesOf(List.of(WEB, API))).isEqualTo(Map.of(WEB, MORNING, API, NOON));
    }

    @Test
    void timesAreKeptOnceThereIsRoom() throws IOException {
        FirstSeen seen = FirstSeen.kept(file(), clock);
        Files.createDirectories(folder.resolve("first-seen.next/in the way"));
        seen.timesOf(List.of(WEB));
        Files.delete(folder.resolve("first-seen.next/in the way"));
        Files.delete(folder.resolve("first-seen.next"));
        seen.timesOf(List.of(WEB));
        now = NOON;

        assertThat(FirstSeen.kept(file(), clock).timesOf(List.of(WEB))).isEqualTo(Map.of(WEB, MORNING));
    }

    @Test
    void unwritableFileDoesNoHarm() {
        FirstSeen seen = FirstSeen.kept(folder.resolve("none").resolve("times"), clock);

        assertThat(seen.timesOf(List.of(WEB))).isEqualTo(Map.of(WEB, MORNING));
    }

    private Path file() {
        return folder.resolve("first-seen");
    }
}
