// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * The imports that a gateway wrote into a namespace, with their Services and slices, to be written once more by a client that does nothing else: an owner before what it owns, an import's
 * addresses and status once they are known. What it makes does not carry the gateway's label.
 */
final class CopiedObjects {

    private static final String WRITTEN_BY = "hanse.dev/written-by";
    private static final String DERIVED = "multicluster.kubernetes.io/service-name";

    private final ApiClient admin;
    private final List<Copied> all = new ArrayList<>();

    private record Copied(JsonObject imported, JsonObject service, List<JsonObject> slices) {}

    CopiedObjects(WrittenObjects written, String namespace) {
        this.admin = written.admin();
        Map<String, JsonObject> services = new HashMap<>();
        written.items("/api/v1/namespaces/" + namespace + "/services")
                .forEach(each -> services.put(serviceName(each), each));
        Map<String, List<JsonObject>> slices = new HashMap<>();
        written.slices(namespace)
                .forEach(each -> slices.computeIfAbsent(serviceName(each), _ -> new ArrayList<>())
                        .add(each));
        written.items("/apis/multicluster.x-k8s.io/v1beta1/namespaces/" + namespace + "/serviceimports")
                .forEach(each -> all.add(new Copied(
                        each,
                        Objects.requireNonNull(services.get(WrittenObjects.name(each))),
                        Objects.requireNonNull(slices.get(WrittenObjects.name(each))))));
    }

    private static String serviceName(JsonObject object) {
        return object.getJsonObject("metadata").getJsonObject("labels").getString(DERIVED);
    }

    int size() {
        return all.size();
    }

    /** Makes all of them in a namespace, with so many requests on their way at once. */
    void write(String namespace, int concurrency) throws InterruptedException {
        Semaphore free = new Semaphore(concurrency);
        List<Future<?>> writes = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Copied each : all) {
                free.acquire();
                writes.add(threads.submit(() -> {
                    try {
                        write(each, namespace);
                    } finally {
                        free.release();
                    }
                }));
            }
        }
        for (Future<?> write : writes) {
            try {
                write.get();
            } catch (ExecutionException e) {
                throw new AssertionError(e.getCause());
            }
        }
    }

    private void write(Copied copied, String namespace) {
        String imports = "/apis/multicluster.x-k8s.io/v1beta1/namespaces/" + namespace + "/serviceimports";
        JsonObject first = fresh(copied.imported(), namespace);
        first.getJsonObject("spec").remove("ips");
        first.remove("status");
        JsonObject made = post(imports, first);
        JsonArray owner = owner(made);

        JsonObject service = fresh(copied.service(), namespace);
        service.remove("status");
        List.of("clusterIP", "clusterIPs").forEach(service.getJsonObject("spec")::remove);
        service.getJsonObject("metadata").put("ownerReferences", owner);
        JsonObject derived = post("/api/v1/namespaces/" + namespace + "/services", service);

        for (JsonObject each : copied.slices()) {
            JsonObject slice = fresh(each, namespace);
            slice.getJsonObject("metadata").put("ownerReferences", owner);
            post("/apis/discovery.k8s.io/v1/namespaces/" + namespace + "/endpointslices", slice);
        }
        made.getJsonObject("spec").put("ips", WrittenObjects.ips(derived));
        String path = imports + "/" + WrittenObjects.name(made);
        JsonObject addressed = put(path, made);
        put(path + "/status", addressed.put("status", copied.imported().getJsonObject("status")));
    }

    /** As a client has it that makes it. */
    private static JsonObject fresh(JsonObject object, String namespace) {
        JsonObject copy = object.copy();
        JsonObject metadata = copy.getJsonObject("metadata").put("namespace", namespace);
        List.of("uid", "resourceVersion", "creationTimestamp", "generation", "managedFields", "ownerReferences")
                .forEach(metadata::remove);
        metadata.getJsonObject("labels").remove(WRITTEN_BY);
        return copy;
    }

    private static JsonArray owner(JsonObject imported) {
        return new JsonArray()
                .add(new JsonObject()
                        .put("apiVersion", "multicluster.x-k8s.io/v1beta1")
                        .put("kind", "ServiceImport")
                        .put("name", WrittenObjects.name(imported))
                        .put("uid", WrittenObjects.uid(imported)));
    }

    private JsonObject post(String path, JsonObject object) {
        return admin.call("POST", path, "application/json", object.encode())
                .orFail()
                .json();
    }

    private JsonObject put(String path, JsonObject object) {
        return admin.call("PUT", path, "application/json", object.encode())
                .orFail()
                .json();
    }
}
