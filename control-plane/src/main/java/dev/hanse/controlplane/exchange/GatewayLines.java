// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.net.time.NanoClock;
import dev.hanse.net.time.TokenBuckets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * How many lines of the log are about one gateway: twenty at once and then one a minute, with the number of those that
 * were left out. A gateway may connect, and have its stream ended, as often as it may call. Thread-safe.
 */
final class GatewayLines {

    private static final int BURST = 20;
    private static final Duration INTERVAL = Duration.ofMinutes(1);

    /** As many as may be members. */
    private static final int GATEWAYS = 1_024 * 16;

    private final TokenBuckets<GatewayId> rates;
    private final Map<GatewayId, Long> leftOut = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<GatewayId, Long> eldest) {
            return size() > GATEWAYS;
        }
    };

    GatewayLines(NanoClock nanoClock) {
        this.rates = new TokenBuckets<>(BURST, INTERVAL, GATEWAYS, nanoClock);
    }

    /**
     * Something is to be told about a gateway.
     *
     * @param line writes it, with this behind it: how many lines were left out before, or nothing
     */
    synchronized void tell(GatewayId gateway, Consumer<String> line) {
        if (rates.take(gateway)) {
            Long before = leftOut.remove(gateway);
            line.accept(before == null ? "" : " (" + before + " lines about it were left out before this)");
        } else {
            leftOut.merge(gateway, 1L, Long::sum);
        }
    }
}
