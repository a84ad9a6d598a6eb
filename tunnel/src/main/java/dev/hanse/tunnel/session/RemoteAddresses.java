// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where to send initiations of one session: first where the peer was last heard, then its configured addresses in
 * order, and around. Where those were told later than it was heard, they are called in order, and where it was heard
 * each time beside them: nobody knows which of both is out of date.
 */
final class RemoteAddresses {

    private static final int MAX_PORT = 65_535;

    private RemoteAddresses() {}

    /**
     * The peer's configured addresses as this worker must use them: base port plus worker number. Unresolved names are
     * left out.
     */
    static List<InetSocketAddress> forWorker(List<InetSocketAddress> configured, int worker) {
        return configured.stream()
                .filter(address -> !address.isUnresolved() && address.getPort() + worker <= MAX_PORT)
                .map(address -> new InetSocketAddress(address.getAddress(), address.getPort() + worker))
                .toList();
    }

    /** The address for the n-th try of an attempt, from 0. */
    static Optional<InetSocketAddress> choose(
            @Nullable InetSocketAddress learned, List<InetSocketAddress> configured, int tries) {
        List<InetSocketAddress> candidates = new ArrayList<>(configured);
        if (learned != null) {
            candidates.remove(learned);
            // No answer: it leaves from wherever the way there begins now, whichever address was called before.
            candidates.addFirst(new InetSocketAddress(learned.getAddress(), learned.getPort()));
        }
        return candidates.isEmpty() ? Optional.empty() : Optional.of(candidates.get(tries % candidates.size()));
    }

    /** The addresses for it where the configured ones were told after the peer was heard. */
    static List<InetSocketAddress> chooseTold(
            @Nullable InetSocketAddress learned, List<InetSocketAddress> configured, int tries) {
        return Stream.concat(choose(null, configured, tries).stream(), choose(learned, List.of(), tries).stream())
                .distinct()
                .toList();
    }
}
