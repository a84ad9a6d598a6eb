// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.testing.FakeDns;
import dev.hanse.net.testing.ManualClock;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Protects the zone's serial, which resolvers compare: it never goes back, also where the state was lost. */
class DnsConsumerTest {

    private static final ServedView VIEW = new ServedView(ViewContent.EMPTY, Set.of(new ClusterId("west")));

    private final ManualClock clock = new ManualClock();
    private final FakeDns dns = new FakeDns();
    private final DnsConsumer consumer = new DnsConsumer(new ClusterId("east"), clock, dns);

    private long publish() {
        consumer.accept(VIEW);
        return dns.published().getLast().view().version();
    }

    @Test
    void versionIsTheTimeAndGrowsWithEveryView() {
        long now = clock.instant().getEpochSecond();
        assertThat(publish()).isEqualTo(now);
        assertThat(publish()).isEqualTo(now + 1);
        assertThat(publish()).isEqualTo(now + 2);

        clock.advance(Duration.ofSeconds(60));
        assertThat(publish()).isEqualTo(now + 60);
        clock.advance(Duration.ofSeconds(-30));
        assertThat(publish()).isEqualTo(now + 61);
    }

    @Test
    void nothingIsServedBeforeTheFirstView() {
        assertThat(consumer.served()).isEmpty();

        publish();
        assertThat(consumer.served()).contains(dns.published().getFirst().view());
        assertThat(dns.published().getFirst().unreachable()).isEqualTo(VIEW.unreachable());
        assertThat(dns.published().getFirst().view().cluster()).isEqualTo(new ClusterId("east"));
    }

    @Test
    void addressesOfTheClusterChangeTheAnswersOfTheSameView() {
        ClusterAddresses none = ClusterAddresses.of(SharedMap.empty());
        consumer.onAddresses(none);
        assertThat(dns.published()).as("there is no view yet").isEmpty();
        long first = publish();
        assertThat(dns.published().getLast().addresses()).isSameAs(none);

        ClusterAddresses other = ClusterAddresses.of(SharedMap.empty());
        consumer.onAddresses(other);
        assertThat(dns.published()).hasSize(2);
        assertThat(dns.published().getLast().addresses()).isSameAs(other);
        assertThat(dns.published().getLast().unreachable()).isEqualTo(VIEW.unreachable());
        assertThat(dns.published().getLast().view().version()).isEqualTo(first + 1);
        publish();
        assertThat(dns.published().getLast().addresses()).isSameAs(other);
    }
}
