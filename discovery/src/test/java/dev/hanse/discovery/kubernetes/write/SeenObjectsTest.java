// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what is known of objects from news that are older than it, and from lists that are not complete yet. */
final class SeenObjectsTest {

    private static final ObjectKey SERVICE = ObjectKey.of(ObjectKind.SERVICE, "shop", WrittenNames.derivedService(WEB));

    private final List<ServiceName> changed = new ArrayList<>();
    private final SeenObjects objects = new SeenObjects(changed::add);

    private static FoundObject service(String uid, String version, int port) {
        WrittenService content = new WrittenService(
                WEB, "ClusterIP", false, false, List.of(new WrittenPort("", "TCP", port, "")), 0, "IPv4");
        return new FoundObject(
                SERVICE, new Seen<>(content, uid, version, Set.of("owner"), false), ServiceAddresses.NONE);
    }

    @Test
    void aWatchThatIsBehindDoesNotTakeBackWhatAnAnswerSaid() {
        objects.put(service("u", "100", 80));
        objects.put(service("u", "99", 7));
        assertThat(objects.of(WEB).service()).isEqualTo(service("u", "100", 80).seen());

        objects.put(service("u", "101", 81));
        assertThat(objects.of(WEB).service()).isEqualTo(service("u", "101", 81).seen());
        objects.put(service("other", "50", 82));
        assertThat(objects.of(WEB).service())
                .as("another object of the name")
                .isEqualTo(service("other", "50", 82).seen());
    }

    @Test
    void aListIsTrueAlsoWhereItsVersionsAreLowerAsAfterABackupWasRestored() {
        objects.put(service("u", "100", 80));
        changed.clear();
        objects.replace(ObjectKind.SERVICE, List.of(service("u", "90", 79)));
        assertThat(objects.of(WEB).service()).isEqualTo(service("u", "90", 79).seen());
        assertThat(changed).isNotEmpty().containsOnly(WEB);
    }

    @Test
    void theSameAgainIsNoChange() {
        objects.put(service("u", "100", 80));
        changed.clear();
        objects.put(service("u", "100", 80));

        assertThat(changed).isEmpty();
    }

    @Test
    void whatAListLacksHasGone() {
        objects.put(service("u", "100", 80));
        changed.clear();
        objects.replace(ObjectKind.SERVICE, List.of());

        assertThat(objects.services()).isEmpty();
        assertThat(changed).containsExactly(WEB);
    }

    @Test
    void whatWasMadeWhileAListWasUnderWayIsThere() {
        objects.onListing(ObjectKind.SERVICE);
        objects.put(service("u", "100", 80));
        objects.replace(ObjectKind.SERVICE, List.of(), "99");
        assertThat(objects.of(WEB).service()).isEqualTo(service("u", "100", 80).seen());

        objects.onListing(ObjectKind.SERVICE);
        objects.replace(ObjectKind.SERVICE, List.of(), "50");
        assertThat(objects.services())
                .as("an older state was restored, which lacks it")
                .isEmpty();
    }

    @Test
    void whatWasMadeAndDeletedBeforeTheListHasGone() {
        objects.onListing(ObjectKind.SERVICE);
        objects.put(service("u", "100", 80));
        objects.replace(ObjectKind.SERVICE, List.of(), "101");

        assertThat(objects.services()).isEmpty();
    }

    @Test
    void whatIsNotOursAnyMoreHasGone() {
        objects.put(service("u", "100", 80));
        objects.put(new FoundObject(SERVICE, null, ServiceAddresses.NONE));

        assertThat(objects.of(WEB)).isEqualTo(SeenService.NOTHING);
    }

    @Test
    void nothingIsKnownBeforeAllKindsWereListed() {
        assertThat(objects.replace(ObjectKind.SERVICE, List.of())).isFalse();
        assertThat(objects.replace(ObjectKind.SERVICE_IMPORT, List.of())).isFalse();
        assertThat(objects.isComplete()).isFalse();
        assertThat(objects.replace(ObjectKind.ENDPOINT_SLICE, List.of())).isTrue();
        assertThat(objects.isComplete()).isTrue();
    }
}
