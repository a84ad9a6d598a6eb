// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What a {@link StubConsul} holds, with indexes as Consul has them: each service has the index of its own last change, a service that is not there that of the last
 * one that went away, and what a token may not see changes no index. The empty name stands for the catalog. Guarded by its owner.
 */
final class StubCatalog {

    private final Map<String, List<ConsulInstance>> services = new TreeMap<>();
    private final Map<String, Long> indexes = new HashMap<>();
    private final Map<String, String> bodies = new TreeMap<>();
    private final Map<String, Integer> statuses = new TreeMap<>();
    private final Set<String> hiddenServices = new HashSet<>();
    private final Set<String> hiddenInstances = new HashSet<>();
    private final Set<String> filtered = new HashSet<>();
    private final Map<String, String> nodes = new HashMap<>();
    private String server = "server-1";
    private long index = 10;
    private long extinction = 10;
    private int status = 200;
    private boolean hiding;

    void set(List<ConsulInstance> instances) {
        index++;
        Map<String, List<ConsulInstance>> next = new TreeMap<>();
        instances.forEach(each ->
                next.computeIfAbsent(each.service(), _ -> new ArrayList<>()).add(each));
        Set<String> names = new HashSet<>(services.keySet());
        names.addAll(next.keySet());
        names.removeIf(name -> next.getOrDefault(name, List.of()).equals(services.getOrDefault(name, List.of())));
        names.forEach(name -> indexes.put(name, index));
        if (!next.keySet().containsAll(services.keySet())) {
            extinction = index;
        }
        services.clear();
        services.putAll(next);
    }

    /** Answers every query with this status. */
    void answerWith(int next) {
        status = next;
    }

    /** Answers queries for the instances of this service with this status. */
    void answerWith(String service, int next) {
        statuses.put(service, next);
    }

    /** Answers queries for the instances of this service with this body, as after a change of it; names it in the catalog too. */
    void answerWith(String service, String body) {
        index++;
        indexes.put(service, index);
        bodies.put(service, body);
    }

    /** Answers as to a token without rights: with nothing, and without an error. */
    void hideAll(boolean hide) {
        hiding = hide;
    }

    /** Answers as to a token that may not read this service. */
    void hideService(String name) {
        hiddenServices.add(name);
    }

    /** Answers as to a token that may not read the node of the instance with this id. */
    void hideInstance(String id) {
        hiddenInstances.add(id);
    }

    /** Ends what the methods before did. */
    void showAll() {
        hiddenServices.clear();
        hiddenInstances.clear();
        filtered.clear();
    }

    /** Says of answers about this service, as newer versions do, that the token may not see all. */
    void sayFiltered(String service) {
        filtered.add(service);
    }

    /** Begins to count anew, as a server that was restored from a backup. */
    void resetIndex() {
        index = 1;
        extinction = 1;
        indexes.replaceAll((_, _) -> 1L);
    }

    /** Is another Consul, without services, at this index. */
    void replaceBy(String otherServer, long otherIndex) {
        server = otherServer;
        services.clear();
        indexes.clear();
        index = otherIndex;
        extinction = otherIndex;
    }

    /** The node has this id from now on, whatever instances said of it. */
    void setUpAnew(String node, String id) {
        nodes.put(node, id);
    }

    String node(String name) {
        return new JsonObject()
                .put("Node", new JsonObject().put("Node", name).put("ID", nodes.getOrDefault(name, Instances.NODE_ID)))
                .encode();
    }

    long index(String service) {
        boolean exists = services.containsKey(service) || bodies.containsKey(service);
        return service.isEmpty() ? index : exists ? indexes.getOrDefault(service, index) : extinction;
    }

    int status(String service) {
        return statuses.getOrDefault(service, status);
    }

    boolean isFiltered(String service) {
        return filtered.contains(service);
    }

    String body(String service) {
        if (service.isEmpty()) {
            return names().encode();
        }
        return bodies.getOrDefault(service, entries(service).encode());
    }

    private JsonObject names() {
        JsonObject names = new JsonObject();
        if (hiding) {
            return names;
        }
        names.put("consul", new JsonArray());
        services.keySet().forEach(name -> names.put(name, new JsonArray()));
        bodies.keySet().forEach(name -> names.put(name, new JsonArray()));
        statuses.forEach((name, each) -> {
            if (each != 200) {
                names.put(name, new JsonArray());
            }
        });
        hiddenServices.forEach(names::remove);
        return names;
    }

    private JsonArray entries(String service) {
        JsonArray entries = new JsonArray();
        if (hiding || hiddenServices.contains(service)) {
            return entries;
        }
        if (service.equals("consul")) {
            return entries.add(
                    entry(new ConsulInstance("consul", "server", server, "consul", "10.1.0.9", 8300, Map.of(), true)));
        }
        services.getOrDefault(service, List.of()).stream()
                .filter(each -> !hiddenInstances.contains(each.id()))
                .forEach(each -> entries.add(entry(each)));
        return entries;
    }

    private static JsonObject entry(ConsulInstance each) {
        return new JsonObject()
                .put(
                        "Node",
                        new JsonObject()
                                .put("ID", each.nodeId())
                                .put("Node", each.node())
                                .put("Address", "10.1.0.1"))
                .put(
                        "Service",
                        new JsonObject()
                                .put("ID", each.id())
                                .put("Service", each.service())
                                .put("Tags", new JsonArray())
                                .put("Address", each.address())
                                .put("Meta", new JsonObject(Map.copyOf(each.meta())))
                                .put("Port", each.port()))
                .put(
                        "Checks",
                        new JsonArray()
                                .add(check("serfHealth", "passing"))
                                .add(check("service:" + each.id(), each.passing() ? "passing" : "critical")));
    }

    private static JsonObject check(String id, String status) {
        return new JsonObject()
                .put("CheckID", id)
                .put("Name", id)
                .put("Status", status)
                .put("Notes", "")
                .put("Output", "")
                .put("ServiceID", "")
                .put("ServiceName", "");
    }
}
