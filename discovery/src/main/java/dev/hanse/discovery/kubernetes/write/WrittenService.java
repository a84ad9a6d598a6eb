// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Affinity;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Service without a selector, which stands for an import: it gives it an address, and kube-proxy serves it from our slices. It never has the policy {@code Local}: the
 * endpoints have no node here, so that nothing would be served.
 *
 * @param service the import
 * @param type {@code ClusterIP}, unless somebody changed it
 * @param headless whether it has no address of its own
 * @param selecting whether it has a selector: somebody gave it one
 * @param ports of the service
 * @param affinitySeconds how long a client stays with its endpoint; 0: not at all
 * @param family the one that it is limited to; empty: all that the cluster has
 */
record WrittenService(
        ServiceName service,
        String type,
        boolean headless,
        boolean selecting,
        List<WrittenPort> ports,
        int affinitySeconds,
        String family)
        implements Written {

    WrittenService {
        ports = List.copyOf(ports);
    }

    static WrittenService of(ServiceName service, JsonNode object) {
        JsonNode spec = object.path("spec");
        boolean single = spec.path("ipFamilyPolicy").asString("").equals("SingleStack");
        return new WrittenService(
                service,
                spec.path("type").asString("").intern(),
                spec.path("clusterIP").asString("").equals("None"),
                !spec.path("selector").isEmpty(),
                WrittenPort.listOf(spec.path("ports")),
                Affinity.seconds(spec),
                single ? spec.path("ipFamilies").path(0).asString("").intern() : "");
    }

    @Override
    public ObjectKey key() {
        return ObjectKey.of(ObjectKind.SERVICE, service.namespace(), WrittenNames.derivedService(service));
    }

    @Override
    public ObjectNode toCreate(String owner) {
        ObjectNode object = base(owner);
        ObjectNode spec = (ObjectNode) object.path("spec");
        if (headless) {
            spec.put("clusterIP", "None");
        }
        return object;
    }

    private ObjectNode base(String owner) {
        ObjectNode object = Body.of(key());
        Body.put(
                Body.metadata(object),
                "labels",
                Map.of(StandardKeys.OURS, StandardKeys.GATEWAY, StandardKeys.IMPORT, service.name()));
        Body.own(object, service, owner);
        ObjectNode spec = object.putObject("spec");
        spec.put("type", type);
        WrittenPort.put(spec, ports);
        Affinity.put(spec, affinitySeconds);
        spec.put("ipFamilyPolicy", family.isEmpty() ? "PreferDualStack" : "SingleStack");
        if (!family.isEmpty()) {
            spec.putArray("ipFamilies").add(family);
        }
        return object;
    }

    /** A merge patch: by apply, a port that the object was made with would stay, since its maker still owns it. */
    @Override
    public ObjectNode toChange(Seen<?> seen, String owner) {
        ObjectNode object = base(owner);
        Body.pin(object, seen);
        ObjectNode spec = (ObjectNode) object.path("spec");
        spec.putNull("selector");
        if (affinitySeconds == 0) {
            spec.putNull("sessionAffinityConfig");
        }
        return object;
    }
}
