// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.contract.EndpointSlices;
import dev.hanse.discovery.contract.ModelRules;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ServiceAddress;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.gateway.storage.CheckedFile;
import dev.hanse.gateway.storage.SavedFile;
import dev.hanse.proto.v1.ExportDelta;
import dev.hanse.proto.v1.ExportItem;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;

/**
 * The addresses that this cluster gave to services, as they were last: each as the slice whose endpoints they are, in one {@code hanse.v1.ExportDelta}. Calls block.
 */
final class SavedAddresses {

    private static final String SLICE = "address";

    private final SavedFile file;

    /** @param path where they lie */
    SavedAddresses(Path path, Clock clock) {
        file = new SavedFile(
                new CheckedFile(path),
                clock,
                "read from the cluster's API; names of ClusterSetIP services have no address before that");
    }

    /** The last ones; empty when none can be used. */
    Optional<SharedMap<ServiceName, ServiceAddress>> load() {
        return file.read(SavedAddresses::parse);
    }

    private static SharedMap<ServiceName, ServiceAddress> parse(byte[] content) throws IOException {
        SharedMap<ServiceName, ServiceAddress> addresses = SharedMap.empty();
        for (ExportItem item : ExportDelta.parseFrom(content).getUpsertsList()) {
            EndpointSlice slice = EndpointSlices.fromMessage(item.getEndpointSlice(), ModelRules.RULES);
            addresses = addresses.with(
                    slice.service(),
                    new ServiceAddress(
                            slice.endpoints().stream().map(Endpoint::address).toList(), slice.ports()));
        }
        return addresses;
    }

    /** Replaces them. */
    void save(SharedMap<ServiceName, ServiceAddress> addresses) {
        ExportDelta.Builder all = ExportDelta.newBuilder();
        addresses.forEach((service, address) -> all.addUpserts(ExportItem.newBuilder()
                .setEndpointSlice(EndpointSlices.toMessage(new EndpointSlice(
                        service,
                        SLICE,
                        address.ports(),
                        address.ips().stream().map(Endpoint::ready).toList())))));
        file.write(all.build().toByteArray());
    }

    /** Tries again to write what could not be written. */
    void retry() {
        file.retry();
    }

    /** Why the file does not hold the newest ones; empty: it does. */
    String failure() {
        return file.failure();
    }
}
