// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.testing.MemoryFederationStore;
import dev.hanse.discovery.model.ClusterId;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Protects what is durable: what must be is refused otherwise, what may wait is written once the store works. */
class StateWriterTest {

    private final MemoryFederationStore store = new MemoryFederationStore();
    private final StateWriter writer = new StateWriter(store);

    private static List<StateChange> add(String cluster) {
        return List.of(new StateChange.PutCluster(
                new ClusterMember(new ClusterId(cluster), List.of(), List.of(), Instant.EPOCH)));
    }

    private List<String> kept() {
        return store.load().clusters().stream().map(each -> each.id().value()).toList();
    }

    @Test
    void commitIsDurableOrRefused() {
        writer.commit(add("east"));
        store.fail(true);

        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> writer.commit(add("west")));
        assertThat(writer.isBehind()).isFalse();
        assertThat(kept()).containsExactly("east");
    }

    @Test
    void refusedWriteShowsThatTheStoreCannotBeWrittenUntilItCan() {
        writer.keep(add("east"));
        assertThat(writer.isFailing()).isFalse();
        store.fail(true);
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> writer.commit(add("west")));
        assertThat(writer.isFailing()).isTrue();

        writer.catchUp(() -> add("east"));
        assertThat(writer.isFailing()).as("it still cannot").isTrue();
        store.fail(false);
        writer.catchUp(() -> add("east"));
        assertThat(writer.isFailing()).isFalse();
    }

    @Test
    void writeThatSucceedsEndsIt() {
        store.fail(true);
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> writer.commit(add("west")));
        store.fail(false);
        assertThat(writer.keep(add("east"))).isTrue();
        assertThat(writer.isFailing()).isFalse();
        assertThat(kept()).containsExactly("east");
    }

    @Test
    void firstWriteThatFailsIsToldAndTheRestIsLeftOut() {
        assertThat(writer.keep(add("east"))).isTrue();
        store.fail(true);
        assertThat(writer.keep(add("west"))).isFalse();
        assertThat(writer.isBehind()).isTrue();

        // What is written now would stand beside what is missing.
        store.fail(false);
        assertThat(writer.keep(add("north"))).isTrue();
        assertThat(kept()).containsExactly("east");
    }

    @Test
    void whatIsInEffectIsOwedAndWrittenBeforeAnythingElse() {
        writer.commit(add("east"));
        store.fail(true);
        assertThat(writer.insist(List.of(new StateChange.RemoveCluster(new ClusterId("east")))))
                .isFalse();
        assertThat(writer.isBehind()).isTrue();
        assertThatExceptionOfType(StoreUnavailableException.class).isThrownBy(() -> writer.commit(add("east")));
        store.fail(false);

        writer.commit(add("east"));
        assertThat(kept()).as("who comes after the removal").containsExactly("east");
        writer.catchUp(List::of);
        assertThat(kept()).as("and stays").containsExactly("east");
        assertThat(writer.isBehind()).isFalse();
    }

    @Test
    void whatIsOwedIsWrittenOnceTheStoreWorks() {
        writer.commit(add("east"));
        store.fail(true);
        writer.insist(List.of(new StateChange.RemoveCluster(new ClusterId("east"))));
        store.fail(false);

        writer.catchUp(() -> add("west"));

        assertThat(kept()).containsExactly("west");
    }

    @Test
    void nothingToKeepNeedsNoStore() {
        store.fail(true);

        assertThat(writer.keep(List.of())).isTrue();
        assertThat(writer.isBehind()).isFalse();
    }

    @Test
    void everythingIsWrittenOnceTheStoreWorks() {
        writer.catchUp(() -> add("early"));
        assertThat(kept()).as("a store that is not behind").isEmpty();
        store.fail(true);
        writer.keep(add("east"));

        writer.catchUp(() -> add("east"));
        assertThat(writer.isBehind()).isTrue();
        store.fail(false);
        writer.catchUp(() -> add("east"));

        assertThat(writer.isBehind()).isFalse();
        assertThat(kept()).containsExactly("east");
    }
}
