// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.stream.Stream;

/** A change of one instance; each is for a version of it, and is refused where the instance was changed meanwhile. */
sealed interface Operation {

    /** In the transaction, in Consul's form. */
    Stream<JsonObject> json(String node);

    /**
     * Makes an instance, or makes it another.
     *
     * @param version of the one that is there; 0: none is
     */
    record Put(String id, WantedInstance wanted, long version) implements Operation {

        @Override
        public Stream<JsonObject> json(String node) {
            Instance instance = wanted.instance();
            JsonObject service = new JsonObject()
                    .put("ID", id)
                    .put("Service", instance.service())
                    .put("Address", instance.address())
                    .put("Port", instance.port())
                    .put("Tags", new JsonArray(List.copyOf(instance.tags())))
                    .put("Meta", meta(instance))
                    .put(
                            "Weights",
                            new JsonObject().put("Passing", instance.weight()).put("Warning", 1))
                    .put("ModifyIndex", version);
            JsonObject put =
                    new JsonObject().put("Verb", "cas").put("Node", node).put("Service", service);
            return Stream.of(new JsonObject().put("Service", put), check(node, id, wanted));
        }

        private static JsonObject meta(Instance instance) {
            JsonObject meta = new JsonObject();
            instance.meta().forEach(meta::put);
            return meta;
        }
    }

    /** Tells the health of an instance that stays as it is. */
    record Report(String id, WantedInstance wanted) implements Operation {

        @Override
        public Stream<JsonObject> json(String node) {
            return Stream.of(check(node, id, wanted));
        }
    }

    /** Removes an instance with its checks. */
    record Remove(String id, SeenInstance seen) implements Operation {

        @Override
        public Stream<JsonObject> json(String node) {
            JsonObject service = new JsonObject()
                    .put("ID", id)
                    .put("Service", seen.instance().service())
                    .put("ModifyIndex", seen.version());
            JsonObject remove =
                    new JsonObject().put("Verb", "delete-cas").put("Node", node).put("Service", service);
            return Stream.of(new JsonObject().put("Service", remove));
        }
    }

    /** With the name of the service, by which alone Consul knows whether the token may write it. */
    private static JsonObject check(String node, String id, WantedInstance wanted) {
        JsonObject check = new JsonObject()
                .put("Node", node)
                .put("CheckID", id)
                .put("ServiceID", id)
                .put("ServiceName", wanted.instance().service())
                .put("Name", "ready, as the cluster set has it")
                .put("Status", wanted.health().status())
                .put("Output", wanted.health().output());
        return new JsonObject().put("Check", new JsonObject().put("Verb", "set").put("Check", check));
    }
}
