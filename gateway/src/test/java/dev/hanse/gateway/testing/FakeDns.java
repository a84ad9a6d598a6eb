// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.testing;

import dev.hanse.discovery.model.ClusterAddresses;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.View;
import dev.hanse.gateway.views.DnsPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** A responder that remembers what was published. */
public final class FakeDns implements DnsPort {

    /** One publication. */
    public record Published(View view, Set<ClusterId> unreachable, ClusterAddresses addresses) {}

    private final List<Published> published = new ArrayList<>();

    @Override
    public void publish(View view, Set<ClusterId> unreachable, ClusterAddresses addresses) {
        published.add(new Published(view, unreachable, addresses));
    }

    public List<Published> published() {
        return published;
    }
}
