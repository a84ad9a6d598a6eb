// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Holds back the addresses of a cluster that may be another one than the gateway's. For any thread. */
final class AgreedAddresses implements Consumer<SharedMap<ServiceName, ServiceAddress>> {

    private final Consumer<SharedMap<ServiceName, ServiceAddress>> all;
    private final BooleanSupplier agreed;
    private @Nullable SharedMap<ServiceName, ServiceAddress> held;

    /** @param all takes them; must not block */
    AgreedAddresses(Consumer<SharedMap<ServiceName, ServiceAddress>> all, BooleanSupplier agreed) {
        this.all = all;
        this.agreed = agreed;
    }

    @Override
    public synchronized void accept(SharedMap<ServiceName, ServiceAddress> newest) {
        held = newest;
        release();
    }

    /** It may be agreed now. */
    synchronized void release() {
        SharedMap<ServiceName, ServiceAddress> newest = held;
        if (newest != null && agreed.getAsBoolean()) {
            held = null;
            all.accept(newest);
        }
    }
}
