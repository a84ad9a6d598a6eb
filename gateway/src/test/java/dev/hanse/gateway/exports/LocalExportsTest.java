// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.exports;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.gateway.testing.FakeSource;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects exports from being taken back because a source could not be read. */
class LocalExportsTest {

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final List<KnownExports> exported = new ArrayList<>();
    private final FakeSource file = new FakeSource("file");
    private final FakeSource consul = new FakeSource("consul");
    private int writes;

    private LocalExports start() {
        return start(List.of(file, consul));
    }

    private LocalExports start(List<ExportSource> sources) {
        LocalExports bridge = new LocalExports(
                loop,
                write -> {
                    writes++;
                    write.run();
                },
                clock,
                sources,
                source -> new SavedExports(directory.resolve("exports-" + source + ".state"), clock),
                exported::add);
        bridge.start();
        loop.run();
        return bridge;
    }

    @Test
    void knowsNothingUntilEverySourceHasSpoken() {
        start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.run();
        assertThat(exported).extracting(KnownExports::coverage).containsOnly(Coverage.UNHEARD);

        consul.reads(FakeSource.set("10.10.0.2", "shop/api"));
        loop.run();
        assertThat(exported.getLast().exports().exports()).hasSize(2);
        assertThat(exported.getLast().coverage()).isEqualTo(Coverage.READ);
    }

    @Test
    void sourceThatFailsKeepsItsLastSetAndSaysWhy() {
        LocalExports bridge = start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(FakeSource.set("10.10.0.2", "shop/api"));
        consul.fails("agent does not answer");
        loop.run();

        assertThat(exported.getLast().exports().exports()).hasSize(2);
        assertThat(bridge.status().get(1).staleReason()).isEqualTo("agent does not answer");

        consul.reads(FakeSource.set("10.10.0.2", "shop/api"));
        loop.run();
        assertThat(bridge.status().get(1).staleReason()).isEmpty();
    }

    @Test
    void aPartThatCannotBeReadIsShownAndTheRestGoesOn() {
        LocalExports bridge = start();
        file.reads(ExportSet.EMPTY);
        consul.reads(FakeSource.set("10.10.0.2", "shop/web", "shop/api"));
        loop.run();
        Instant begun = bridge.status().get(1).since();
        clock.advance(Duration.ofSeconds(10));

        consul.readsInPart(FakeSource.set("10.10.0.2", "shop/web", "shop/db"), "service web only");
        consul.readsInPart(FakeSource.set("10.10.0.2", "shop/web"), "service web only");
        loop.run();

        assertThat(exported.getLast().exports()).isEqualTo(FakeSource.set("10.10.0.2", "shop/web"));
        assertThat(bridge.status().get(1).staleReason()).isEqualTo("service web only");
        assertThat(bridge.status().get(1).since()).isEqualTo(begun.plusSeconds(10));
        assertThat(bridge.status().get(1).services()).isOne();
    }

    @Test
    void whatCouldNotBeReadSinceARestartStaysBesideWhatCould() {
        start();
        file.reads(ExportSet.EMPTY);
        consul.reads(FakeSource.set("10.10.0.2", "shop/web", "shop/api"));
        loop.advance(Duration.ofSeconds(2));

        start();
        file.reads(ExportSet.EMPTY);
        consul.readsInPart(FakeSource.set("10.10.0.9", "shop/api"), "service web only");
        loop.run();
        assertThat(names()).containsExactlyInAnyOrder("shop/web", "shop/api");
        assertThat(exported.getLast().exports().slices()).hasSize(2);
        assertThat(exported.getLast().coverage()).isEqualTo(Coverage.KEPT);

        consul.readsInPart(FakeSource.set("10.10.0.9", "shop/db"), "service web only");
        loop.run();
        assertThat(names()).containsExactlyInAnyOrder("shop/web", "shop/db");

        consul.reads(FakeSource.set("10.10.0.9", "shop/db"));
        loop.run();
        assertThat(names()).containsExactly("shop/db");
    }

    private List<String> names() {
        return exported.getLast().exports().exports().stream()
                .map(export -> export.name().toString())
                .toList();
    }

    @Test
    void sourceThatIsAwayAtTheStartKeepsWhatItSaidBeforeTheRestart() {
        start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(FakeSource.set("10.10.0.2", "shop/api"));
        loop.advance(Duration.ofSeconds(2));
        exported.clear();

        LocalExports again = start();
        consul.fails("agent does not answer");
        loop.run();

        assertThat(exported.getLast().exports().exports()).hasSize(2);
        assertThat(exported.getLast().coverage())
                .as("the file was not read yet")
                .isEqualTo(Coverage.UNHEARD);
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.run();
        assertThat(exported.getLast().coverage())
                .as("it may have said more after it was kept")
                .isEqualTo(Coverage.KEPT);
        assertThat(again.status().get(1).read()).isFalse();
    }

    @Test
    void sourceThatWasNeverReadHoldsUpNobodyAndIsNotTakenForEmpty() {
        start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.fails("agent does not answer");
        loop.run();

        assertThat(exported.getLast())
                .isEqualTo(new KnownExports(FakeSource.set("10.10.0.1", "shop/web"), Coverage.UNKNOWN));
    }

    @Test
    void sourceThatWasReadOnceIsKnownWhileItFails() {
        start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(ExportSet.EMPTY);
        consul.fails("agent does not answer");
        loop.run();

        assertThat(exported.getLast().coverage()).isEqualTo(Coverage.READ);
    }

    @Test
    void gatewayWithoutASourceSaysSo() {
        start(List.of());

        assertThat(exported).containsExactly(new KnownExports(ExportSet.EMPTY, Coverage.NO_SOURCE));
    }

    @Test
    void serviceOfTwoSourcesIsShown() {
        LocalExports bridge = start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(FakeSource.set("10.10.0.2", "shop/web"));
        loop.run();

        assertThat(bridge.errors()).singleElement().asString().contains("shop/web");
    }

    @Test
    void closedBridgeExportsNothingMore() {
        LocalExports bridge = start();
        exported.clear();
        bridge.close();
        bridge.close();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(ExportSet.EMPTY);
        loop.run();

        assertThat(exported).isEmpty();
    }

    @Test
    void writesWhatChangedOnce() {
        start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.advance(Duration.ofSeconds(2));
        assertThat(writes).isOne();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.advance(Duration.ofSeconds(2));
        assertThat(writes).isOne();
        file.reads(FakeSource.set("10.10.0.2", "shop/web"));
        loop.advance(Duration.ofSeconds(2));
        assertThat(writes).isEqualTo(2);
    }

    @Test
    void whatWasSaidLastIsKeptWhenItEnds() {
        LocalExports bridge = start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        consul.reads(FakeSource.set("10.10.0.2", "shop/api"));
        loop.run();
        bridge.close();
        loop.run();
        assertThat(file.isClosed()).isTrue();
        assertThat(consul.isClosed()).isTrue();
        exported.clear();
        start();
        assertThat(exported.getLast().exports().exports()).hasSize(2);
    }

    @Test
    void tellsSinceWhenASourceIsReadOrNot() {
        LocalExports bridge = start();
        assertThat(bridge.status()).extracting(SourceStatus::name).containsExactly("file", "consul");
        Instant begun = clock.instant();
        assertThat(bridge.status().getFirst().since()).isEqualTo(begun);
        clock.advance(Duration.ofSeconds(10));
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.run();
        assertThat(bridge.status().getFirst().since()).isEqualTo(begun);
        clock.advance(Duration.ofSeconds(10));
        file.fails("it is gone");
        loop.run();
        assertThat(bridge.status().getFirst().since()).isEqualTo(begun.plusSeconds(20));
        clock.advance(Duration.ofSeconds(10));
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.run();
        clock.advance(Duration.ofSeconds(10));
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.run();
        assertThat(bridge.status().getFirst().since()).isEqualTo(begun.plusSeconds(30));
    }

    @Test
    void saysWhyAFileDoesNotHoldTheNewest() throws IOException {
        Files.createDirectories(directory.resolve("exports-file.state").resolve("in the way"));
        LocalExports bridge = start();
        file.reads(FakeSource.set("10.10.0.1", "shop/web"));
        loop.advance(Duration.ofSeconds(2));
        assertThat(bridge.stateFailures()).singleElement().asString().contains("exports-file.state");
    }
}
