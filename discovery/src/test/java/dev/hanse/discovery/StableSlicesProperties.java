// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceName;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** Protects the exchange from moving many endpoints where one has changed. */
class StableSlicesProperties {

    @Property(tries = 50)
    void everyEndpointIsInOneSlice(@ForAll @IntRange(max = 2000) int count) {
        List<EndpointSlice> slices = split(endpoints(count));

        assertThat(slices).extracting(EndpointSlice::name).doesNotHaveDuplicates();
        assertThat(slices.stream().flatMap(slice -> slice.endpoints().stream()).toList())
                .containsExactlyInAnyOrderElementsOf(endpoints(count));
    }

    @Property(tries = 50)
    void orderDoesNotMatter(@ForAll @IntRange(max = 500) int count, @ForAll Random random) {
        List<Endpoint> shuffled = new ArrayList<>(endpoints(count));
        Collections.shuffle(shuffled, random);

        assertThat(split(shuffled)).isEqualTo(split(endpoints(count)));
    }

    @Property(tries = 50)
    void oneChangedEndpointChangesOneSlice(
            @ForAll @IntRange(min = 1, max = 2000) int count, @ForAll @IntRange(max = 1999) int which) {
        List<Endpoint> changed = new ArrayList<>(endpoints(count));
        Endpoint old = changed.get(which % count);
        changed.set(which % count, new Endpoint(old.address(), "", false, 1));

        Set<EndpointSlice> moved = new HashSet<>(split(changed));
        split(endpoints(count)).forEach(moved::remove);

        assertThat(moved).hasSize(1);
    }

    @Property(tries = 50)
    void oneMoreEndpointChangesOneSliceOrSplitsIt(@ForAll @IntRange(max = 2000) int count) {
        Set<EndpointSlice> moved = new HashSet<>(split(endpoints(count + 1)));
        split(endpoints(count)).forEach(moved::remove);

        assertThat(moved.stream().mapToInt(slice -> slice.endpoints().size()).sum())
                .isLessThanOrEqualTo(EndpointSlice.MAX_ENDPOINTS + 1);
    }

    @Example
    void fewEndpointsAreOneSliceUnderThePlainName() {
        assertThat(split(endpoints(100))).extracting(EndpointSlice::name).containsExactly("file");
        assertThat(split(endpoints(101))).extracting(EndpointSlice::name).containsExactly("file-0", "file-1");
        assertThat(split(List.of())).isEmpty();
    }

    @Example
    void refusesAnAddressTwice() {
        assertThatThrownBy(() -> split(List.of(endpoint(1), endpoint(1)))).hasMessageContaining("10.0.0.1 twice");
    }

    private static List<EndpointSlice> split(List<Endpoint> endpoints) {
        return StableSlices.of(ServiceName.parse("shop/web"), "file", List.of(), endpoints);
    }

    private static List<Endpoint> endpoints(int count) {
        return IntStream.range(0, count)
                .mapToObj(StableSlicesProperties::endpoint)
                .toList();
    }

    private static Endpoint endpoint(int number) {
        try {
            byte[] address = {10, (byte) (number >> 16), (byte) (number >> 8), (byte) number};
            return Endpoint.ready(InetAddress.getByAddress(address));
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }
}
