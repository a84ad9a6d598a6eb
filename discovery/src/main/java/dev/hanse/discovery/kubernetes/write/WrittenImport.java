// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Affinity;
import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceName;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * A ServiceImport.
 *
 * @param service its name
 * @param type {@code ClusterSetIP} or {@code Headless}
 * @param ports of the service
 * @param ips those of the derived Service; empty: none yet, or headless
 * @param families of these, in the same order
 * @param affinitySeconds how long a client stays with its endpoint; 0: not at all
 * @param internalTrafficPolicy empty: not stated
 * @param trafficDistribution empty: not stated
 * @param labels what the export gives it; of one that was seen those that we put there
 * @param annotations the same
 * @param status where it comes from
 */
record WrittenImport(
        ServiceName service,
        String type,
        List<WrittenPort> ports,
        List<String> ips,
        List<String> families,
        int affinitySeconds,
        String internalTrafficPolicy,
        String trafficDistribution,
        Map<String, String> labels,
        Map<String, String> annotations,
        ImportStatus status)
        implements Written {

    WrittenImport {
        ports = List.copyOf(ports);
        ips = List.copyOf(ips);
        families = List.copyOf(families);
        labels = Map.copyOf(labels);
        annotations = Map.copyOf(annotations);
    }

    static WrittenImport of(ServiceName service, JsonNode object) {
        JsonNode spec = object.path("spec");
        return new WrittenImport(
                service,
                spec.path("type").asString("").intern(),
                WrittenPort.listOf(spec.path("ports")),
                texts(spec.path("ips")),
                texts(spec.path("ipFamilies")).stream().map(String::intern).toList(),
                Affinity.seconds(spec),
                spec.path("internalTrafficPolicy").asString("").intern(),
                spec.path("trafficDistribution").asString("").intern(),
                OwnedKeys.of(object, "labels"),
                OwnedKeys.of(object, "annotations"),
                ImportStatus.of(object.path("status")));
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    @Override
    public ObjectKey key() {
        return ObjectKey.of(ObjectKind.SERVICE_IMPORT, service.namespace(), service.name());
    }

    /** Without what may go again later: that is applied, since only what was applied goes when it is not named any more. */
    @Override
    public ObjectNode toCreate(String owner) {
        ObjectNode object = Body.of(key());
        Body.put(Body.metadata(object), "labels", Map.of(StandardKeys.OURS, StandardKeys.GATEWAY));
        Body.put(
                Body.metadata(object),
                "annotations",
                Map.of(StandardKeys.DERIVED_SERVICE, WrittenNames.derivedService(service)));
        object.set("spec", least());
        return object;
    }

    private ObjectNode least() {
        ObjectNode spec = Body.empty().put("type", type);
        WrittenPort.put(spec, ports);
        return spec;
    }

    @Override
    public ObjectNode toChange(Seen<?> seen, String owner) {
        ObjectNode object = toCreate(owner);
        Body.pin(object, seen);
        ObjectNode metadata = Body.metadata(object);
        labels.forEach(((ObjectNode) metadata.path("labels"))::put);
        annotations.forEach(((ObjectNode) metadata.path("annotations"))::put);
        object.set("spec", spec());
        return object;
    }

    private ObjectNode spec() {
        ObjectNode spec = least();
        if (!ips.isEmpty()) {
            spec.set("ips", Body.texts(ips));
            spec.set("ipFamilies", Body.texts(families));
        }
        Affinity.put(spec, affinitySeconds);
        Body.putUnlessEmpty(spec, "internalTrafficPolicy", internalTrafficPolicy);
        Body.putUnlessEmpty(spec, "trafficDistribution", trafficDistribution);
        return spec;
    }

    /** The status, as it is applied. */
    ObjectNode toChangeStatus(Seen<?> seen) {
        ObjectNode object = Body.of(key());
        Body.pin(object, seen);
        object.set("status", status.json());
        return object;
    }

    /** All of it in one, for comparison. */
    ObjectNode whole() {
        ObjectNode object = Body.of(key());
        object.set("spec", spec());
        object.set("status", status.json());
        return object;
    }

    /** What such an object says, with the labels and annotations of this one. */
    WrittenImport as(ObjectNode whole) {
        WrittenImport said = of(service, whole);
        return new WrittenImport(
                service,
                said.type,
                said.ports,
                said.ips,
                said.families,
                said.affinitySeconds,
                said.internalTrafficPolicy,
                said.trafficDistribution,
                labels,
                annotations,
                said.status);
    }

    /** The same with addresses, each of which has its family. */
    WrittenImport at(List<String> addresses) {
        return new WrittenImport(
                service,
                type,
                ports,
                addresses,
                addresses.stream()
                        .map(ip -> (ip.contains(":") ? IpFamily.IPV6 : IpFamily.IPV4).text())
                        .toList(),
                affinitySeconds,
                internalTrafficPolicy,
                trafficDistribution,
                labels,
                annotations,
                status);
    }

    /** The same, saying what the API refuses of the objects that belong to it. */
    WrittenImport telling(List<String> refused) {
        return refused.isEmpty() ? this : with(status.telling(refused));
    }

    WrittenImport with(ImportStatus newStatus) {
        return new WrittenImport(
                service,
                type,
                ports,
                ips,
                families,
                affinitySeconds,
                internalTrafficPolicy,
                trafficDistribution,
                labels,
                annotations,
                newStatus);
    }
}
