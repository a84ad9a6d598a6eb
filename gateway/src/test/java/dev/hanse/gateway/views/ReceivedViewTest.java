// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.gateway.paths.PathWatch;
import dev.hanse.gateway.testing.Items;
import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects what was received from being lost, served by halves, or believed for longer than the control plane says. */
class ReceivedViewTest {

    private static final ViewItem WEB = Items.serviceImport("web", "west");

    @TempDir
    Path directory;

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private CurrentView current;
    private ReceivedView received;

    @BeforeEach
    void start() {
        start(Long.MAX_VALUE);
    }

    private void start(long room) {
        current = new CurrentView(loop, new PathWatch(loop, clock, new ClusterId("east")), clock);
        SavedView saved = new SavedView(directory.resolve("view.state"), clock, room);
        received = new ReceivedView(
                loop, Runnable::run, new OwnPrefixes(new ClusterId("east"), List.of()), saved, current);
        received.restore();
        loop.run();
    }

    private static ViewDelta delta(long version, boolean snapshot, ViewItem... items) {
        return ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch("e").setVersion(version))
                .setSnapshotBegin(snapshot)
                .addAllUpserts(List.of(items))
                .build();
    }

    @Test
    void givesOnWhatIsComplete() {
        received.apply(delta(1, true, WEB).toBuilder().setMoreFollows(true).build());
        assertThat(current.content().imports()).isEmpty();

        received.apply(delta(1, false, Items.serviceImport("api", "west")));
        assertThat(current.content().imports()).hasSize(2);
        assertThat(current.fromState()).isFalse();
        assertThat(received.position().getVersion()).isEqualTo(1);
    }

    @Test
    void lostStreamTakesAnUnfinishedChangeWithIt() {
        received.apply(delta(1, true, WEB));
        received.apply(delta(2, false).toBuilder().setMoreFollows(true).build());
        received.onDisconnect();

        received.apply(delta(3, false, Items.serviceImport("api", "west")));
        assertThat(current.content().imports()).hasSize(2);
    }

    @Test
    void keepsTheNewestForTheNextStartWhichServesItUntilConfirmed() {
        received.apply(delta(1, true, WEB));
        received.apply(delta(2, false, Items.serviceImport("api", "west")));
        loop.advance(Duration.ofMillis(300));

        start();
        assertThat(current.content().imports()).hasSize(2);
        assertThat(current.fromState()).isTrue();
        assertThat(received.position().getVersion()).isEqualTo(2);

        received.onWelcome(List.of(), true);
        assertThat(current.fromState()).isFalse();
        assertThat(received.position().getVersion()).isEqualTo(2);
    }

    @Test
    void whatWasKeptAndIsRefusedNowIsNotServedAndAskedForAgain() {
        received.apply(delta(3, true, WEB));
        received.stop();
        loop.run();
        new SavedView(directory.resolve("view.state"), clock)
                .save(
                        Position.newBuilder().setEpoch("e").setVersion(3).build(),
                        Items.octets(List.of(WEB, Items.importedSlice("west", "web", "127.0.0.1"))));

        start();
        assertThat(current.content().imports()).hasSize(1);
        assertThat(current.content().slices()).isEmpty();
        assertThat(received.position()).isEqualTo(Position.getDefaultInstance());
    }

    @Test
    void ofAViewThatDoesNotFitIntoMemoryAPartIsServedAndAllIsAskedForAgain() {
        received.apply(delta(3, true, WEB, Items.serviceImport("api", "west")));
        received.stop();
        loop.run();

        start(1_000);
        assertThat(current.content().imports()).hasSize(1);
        assertThat(received.position()).isEqualTo(Position.getDefaultInstance());
    }

    @Test
    void whatCouldNotBeWrittenIsSaidAndWrittenLater() throws IOException {
        Path blocker = Files.createDirectories(directory.resolve("view.state.new/full"));
        received.apply(delta(1, true, WEB));
        received.stop();
        loop.run();
        assertThat(received.stateFailure()).contains("cannot be written");

        Files.delete(blocker);
        received.retryWrites();
        assertThat(received.stateFailure()).isEmpty();
        start();
        assertThat(received.position().getVersion()).isEqualTo(1);
    }

    @Test
    void keepsAtTheEndWhatWaits() {
        received.apply(delta(1, true, WEB));
        received.stop();
        loop.run();

        start();
        assertThat(received.position().getVersion()).isEqualTo(1);
        assertThat(received.stateFailure()).isEmpty();
    }

    @Test
    void asksForASnapshotWhereTheControlPlaneDoesNotGoOn() {
        received.apply(delta(5, true, WEB));
        received.onWelcome(List.of(), false);
        assertThat(received.position()).isEqualTo(Position.getDefaultInstance());
        assertThat(current.fromState()).as("of before").isTrue();

        received.apply(delta(6, true, WEB));
        assertThat(current.fromState()).isFalse();
        assertThat(received.apply(delta(6, false))).isInstanceOf(ViewAssembler.Outcome.Gap.class);
        assertThat(received.position()).isEqualTo(Position.getDefaultInstance());
        assertThat(current.content().imports()).hasSize(1);
    }

    @Test
    void registeredPrefixesAreProtectedFromTheFirstWelcomeOn() {
        received.onWelcome(List.of("10.10.0.0/16"), false);

        var outcome = (ViewAssembler.Outcome.Applied)
                received.apply(delta(1, true, Items.importedSlice("west", "web", "10.10.3.4")));
        assertThat(outcome.ack().getRefusals(0).getReason()).isEqualTo("FOREIGN_PREFIX");
    }
}
