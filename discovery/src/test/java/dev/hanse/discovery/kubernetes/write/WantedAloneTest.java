// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import static dev.hanse.discovery.kubernetes.write.Imports.EAST;
import static dev.hanse.discovery.kubernetes.write.Imports.HTTP;
import static dev.hanse.discovery.kubernetes.write.Imports.NORTH;
import static dev.hanse.discovery.kubernetes.write.Imports.WEB;
import static dev.hanse.discovery.kubernetes.write.Imports.endpoint;
import static dev.hanse.discovery.kubernetes.write.Imports.key;
import static dev.hanse.discovery.kubernetes.write.Imports.slice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SliceKey;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects what another gateway wrote from one that does not hear the control plane: only its own cluster's slices are its to write then. */
final class WantedAloneTest {

    private static Wanted wanted(List<ClusterId> clusters, Map<SliceKey, EndpointSlice> slices, ServicePort... ports) {
        ServiceImport imported =
                new ServiceImport(WEB, ServiceType.CLUSTER_SET_IP, List.of(ports), ServiceTraits.NONE, clusters);
        return WantedObjects.of(imported, slices, Set.of(), SeenService.NOTHING);
    }

    private static SeenService seen(Wanted there) {
        Map<String, Seen<WrittenSlice>> slices = new HashMap<>();
        there.slices().forEach((name, slice) -> slices.put(name, seen(slice)));
        return new SeenService(
                seen(there.imported()),
                there.service().map(WantedAloneTest::seen).orElse(null),
                ServiceAddresses.NONE,
                slices);
    }

    private static <T extends Written> Seen<T> seen(T content) {
        return new Seen<>(content, "uid", "1", Set.of("uid"), false);
    }

    private static final Wanted THERE = wanted(
            List.of(EAST, NORTH),
            Map.of(key(EAST, "s"), slice("s", endpoint("10.1.0.1")), key(NORTH, "s"), slice("s", endpoint("10.3.0.9"))),
            HTTP);

    private static List<String> addresses(Optional<Wanted> wanted) {
        return wanted.orElseThrow().slices().values().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .map(WrittenEndpoint::address)
                .sorted()
                .toList();
    }

    @Test
    void ownSlicesFollowAndAllElseStaysAsItWasSeen() {
        Wanted older = wanted(
                List.of(EAST, NORTH),
                Map.of(
                        key(EAST, "s"), slice("s", endpoint("10.1.0.2")),
                        key(NORTH, "old"), slice("old", endpoint("10.3.0.1"))),
                ServicePort.of("http", HTTP.protocol(), 8080));

        Optional<Wanted> alone = WantedAlone.of(Optional.of(older), seen(THERE), EAST);

        assertThat(addresses(alone)).containsExactly("10.1.0.2", "10.3.0.9");
        assertThat(alone.orElseThrow().imported()).isEqualTo(THERE.imported());
        assertThat(alone.orElseThrow().service()).isEqualTo(THERE.service());
    }

    @Test
    void aServiceThatIsNotExportedAnyMoreLosesOwnSlicesOnly() {
        assertThat(addresses(WantedAlone.of(Optional.empty(), seen(THERE), EAST)))
                .containsExactly("10.3.0.9");
    }

    @Test
    void whatIsTheClustersAloneFollowsAsAWhole() {
        Wanted own = wanted(List.of(EAST), Imports.east(endpoint("10.1.0.1")), HTTP);
        Wanted changed = wanted(
                List.of(EAST), Imports.east(endpoint("10.1.0.2")), ServicePort.of("http", HTTP.protocol(), 8080));

        assertThat(WantedAlone.of(Optional.of(changed), seen(own), EAST)).contains(changed);
        assertThat(WantedAlone.of(Optional.of(changed), SeenService.NOTHING, EAST))
                .contains(changed);
        assertThat(WantedAlone.of(Optional.empty(), seen(own), EAST)).isEmpty();
    }
}
