// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulReply;
import dev.hanse.discovery.consul.ConsulRequests;
import dev.hanse.discovery.consul.ImportMark;
import dev.hanse.net.text.VisibleText;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Changes by {@code /v1/txn}: each begins with a look whether the session still has the lock, so that a gateway that was frozen in between changes nothing.
 */
final class Transactions {

    /** So many instances at once that, with their checks and the look at the lock, no more than Consul's 64 operations are in it. */
    static final int MAX_INSTANCES = 31;

    private static final String PATH = "/v1/txn";
    private static final String STALE = "index is stale";
    private static final int LONGEST = 200;

    private final String node;
    private final String lock;

    /**
     * @param node of the imports
     * @param lock its key
     */
    Transactions(String node, String lock) {
        this.node = node;
        this.lock = lock;
    }

    /** Makes the node, unless there is one of that name. Needs no lock: it is the same whoever makes it. */
    Outcome makeNode(ConsulRequests connection) throws ConsulException, InterruptedException {
        JsonObject made = new JsonObject()
                .put("Node", node)
                .put("Address", "127.0.0.1")
                .put("Meta", new JsonObject().put(ImportMark.META, ImportMark.WRITER));
        JsonObject put = new JsonObject().put("Verb", "cas").put("Node", made);
        return perform(connection, new JsonArray().add(new JsonObject().put("Node", put)), -1);
    }

    /** At most {@link #MAX_INSTANCES}. */
    Outcome perform(ConsulRequests connection, String session, List<Operation> operations)
            throws ConsulException, InterruptedException {
        JsonObject look =
                new JsonObject().put("Verb", "check-session").put("Key", lock).put("Session", session);
        JsonArray all = new JsonArray().add(new JsonObject().put("KV", look));
        operations.stream().flatMap(each -> each.json(node)).forEach(all::add);
        return perform(connection, all, 0);
    }

    private static Outcome perform(ConsulRequests connection, JsonArray operations, int look)
            throws ConsulException, InterruptedException {
        ConsulReply reply = connection.write(PATH, operations.encode());
        if (reply.isDone()) {
            return new Outcome.Done();
        }
        String text = reply.body().toString();
        try {
            return reply.status() == 409
                    ? failed(new JsonObject(text).getJsonArray("Errors"), look)
                    : new Outcome.Refused("HTTP " + reply.status() + " " + VisibleText.excerpt(text, LONGEST));
        } catch (RuntimeException e) {
            return new Outcome.Refused("HTTP 409 " + VisibleText.excerpt(text, LONGEST));
        }
    }

    private static Outcome failed(JsonArray errors, int look) {
        JsonObject first = errors.getJsonObject(0);
        String why = first.getString("What");
        if (first.getInteger("OpIndex") == look) {
            return new Outcome.LockLost();
        }
        return why.contains(STALE) ? new Outcome.Stale() : new Outcome.Refused(VisibleText.excerpt(why, LONGEST));
    }
}
