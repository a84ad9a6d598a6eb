// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The addresses of all derived Services, as they are now. Guarded by whoever has seen them. */
final class DerivedAddresses {

    private final Function<ServiceName, @Nullable ServiceAddress> seen;
    private final Set<ServiceName> changed = new HashSet<>();
    private Consumer<SharedMap<ServiceName, ServiceAddress>> listener = _ -> {};
    private @Nullable SharedMap<ServiceName, ServiceAddress> told;

    /** @param seen the address of a service; null: it has none */
    DerivedAddresses(Function<ServiceName, @Nullable ServiceAddress> seen) {
        this.seen = seen;
    }

    void listen(Consumer<SharedMap<ServiceName, ServiceAddress>> all) {
        listener = all;
    }

    /** Something of this service is not as it was. */
    void onChanged(ServiceName service) {
        changed.add(service);
    }

    /** Tells of all addresses together, where one has changed since, or nobody was told yet. */
    void tell() {
        SharedMap<ServiceName, ServiceAddress> before = told == null ? SharedMap.empty() : told;
        SharedMap<ServiceName, ServiceAddress> now = before;
        for (ServiceName service : changed) {
            ServiceAddress address = seen.apply(service);
            if (address == null) {
                now = now.without(service);
            } else if (!address.equals(now.get(service))) {
                now = now.with(service, address);
            }
        }
        changed.clear();
        if (told == null || now != before) {
            told = now;
            listener.accept(now);
        }
    }
}
