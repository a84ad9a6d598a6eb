// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.discovery.kubernetes.ExportStatus;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import dev.hanse.discovery.kubernetes.write.ImportWriter;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.discovery.model.View;
import io.vertx.core.json.JsonObject;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** The writer alone, in the test's own JVM and by the shipped role, with a view that the test makes. Owner thread: the test's. */
final class ImportWriterBed implements AutoCloseable {

    static final ClusterId EAST = new ClusterId("east");
    static final ClusterId NORTH = new ClusterId("north");
    static final ServicePort HTTP = ServicePort.of("http", Protocol.TCP, 80);
    static final ServicePort ADMIN = ServicePort.of("admin", Protocol.TCP, 81);

    private final KubernetesApi api;
    private final Map<ServiceName, ServiceImport> imports = new TreeMap<>();
    private final Map<SliceKey, EndpointSlice> slices = new TreeMap<>();
    private final List<ImportWriter> writers = new ArrayList<>();

    ImportWriterBed(KubernetesApi api) {
        this.api = api;
    }

    /** One that begins with the view of now. */
    ImportWriter writer() {
        return writer(api.hanseKubeconfig());
    }

    /** One that begins with the view of now, by another way to the API. */
    ImportWriter writer(Path kubeconfig) {
        ImportWriter writer = new ImportWriter(
                new KubernetesConfig(Optional.of(kubeconfig), true, "hanse"),
                new RegisteredCluster("set.example", new ClusterId("west")),
                "gw-1",
                () -> true,
                new Random());
        writers.add(writer);
        publish(writer);
        writer.start();
        return writer;
    }

    void publish(ImportWriter writer, ClusterId... unreachable) {
        View view = new View(new ClusterId("west"), 1, SharedMap.copyOf(imports), SharedMap.copyOf(slices));
        writer.publish(view, Set.of(unreachable), Set.of());
    }

    /** Makes a namespace; names the service {@code web} in it. */
    ServiceName namespace(String namespace) {
        api.admin().apply("{apiVersion: v1, kind: Namespace, metadata: {name: " + namespace + "}}");
        return new ServiceName(namespace, "web");
    }

    void imported(ServiceName name, ServiceType type, ServiceTraits traits, ServicePort... ports) {
        imports.put(name, new ServiceImport(name, type, List.of(ports), traits, List.of(EAST, NORTH)));
    }

    void imported(ServiceName name, ServicePort... ports) {
        imported(name, ServiceType.CLUSTER_SET_IP, ServiceTraits.NONE, ports);
    }

    /** So many slices {@code s0} and on of a hundred endpoints each, those of the first in 10.1.0.0/24. */
    void fullSlices(ServiceName name, ClusterId cluster, int count) {
        for (int i = 0; i < count; i++) {
            int third = i;
            slice(
                    name,
                    cluster,
                    "s" + i,
                    IntStream.range(0, 100)
                            .mapToObj(host -> "10.1." + third + "." + host)
                            .toArray(String[]::new));
        }
    }

    void slice(ServiceName name, ClusterId cluster, String slice, String... addresses) {
        slice(name, cluster, slice, List.of(HTTP), addresses);
    }

    void slice(ServiceName name, ClusterId cluster, String slice, List<ServicePort> ports, String... addresses) {
        List<Endpoint> endpoints = Arrays.stream(addresses)
                .map(address -> Endpoint.ready(InetAddress.ofLiteral(address)))
                .toList();
        slices.put(new SliceKey(name, cluster, slice), new EndpointSlice(name, slice, ports, endpoints));
    }

    /** Makes an export of a service, whether or not there is one. */
    void exported(ServiceName name) {
        api.admin()
                .apply("{apiVersion: multicluster.x-k8s.io/v1beta1, kind: ServiceExport, metadata: {name: "
                        + name.name() + ", namespace: " + name.namespace() + "}}");
    }

    /** The source finds that the export is valid, of some generation. */
    void say(ImportWriter writer, ServiceName name, long generation) {
        JsonObject export = api.admin()
                .get("/apis/multicluster.x-k8s.io/v1beta1/namespaces/" + name.namespace() + "/serviceexports/"
                        + name.name());
        say(writer, name, export, generation);
    }

    void say(ImportWriter writer, ServiceName name, JsonObject object, long generation) {
        ObjectName export = new ObjectName(name.namespace(), name.name());
        String uid = WrittenObjects.uid(object);
        ExportCondition valid = new ExportCondition(
                ExportCondition.Type.VALID, ExportCondition.Status.TRUE, "Valid", "", ExportOrigin.of(generation));
        writer.exportStatuses().changed(new ExportStatus(export, uid, List.of(valid)));
    }

    /** The service is not imported any more. */
    void remove(ServiceName name) {
        imports.remove(name);
        slices.keySet().removeIf(key -> key.service().equals(name));
    }

    /** Nothing is imported any more. */
    void clear() {
        imports.clear();
        slices.clear();
    }

    @Override
    public void close() {
        writers.forEach(ImportWriter::close);
    }
}
