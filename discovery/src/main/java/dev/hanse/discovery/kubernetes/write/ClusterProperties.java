// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.discovery.kubernetes.Followed;
import dev.hanse.discovery.kubernetes.RegisteredCluster;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * What the cluster's API says of the cluster: its id and its cluster set (KEP-2149). A cluster need not have such a kind, and nothing depends on it then; an id that is another one than
 * the registered one stops all writing. For any thread.
 */
final class ClusterProperties implements Followed<ClusterProperties.Found> {

    /** The kind's part of a path. */
    static final String PLURAL = "clusterproperties";

    /** As roles and {@code kubectl} name the kind. */
    static final String LABEL = RegisteredCluster.LABEL;

    private static final Logger LOG = LoggerFactory.getLogger(ClusterProperties.class);

    private final Map<String, String> values = new HashMap<>();
    private final RegisteredCluster registered;
    private final Runnable changed;
    private final Consumer<String> failed;
    private String group = "/apis/about.k8s.io/v1beta1";
    private boolean known;
    private boolean listed;
    private String trouble = "";

    /**
     * One property.
     *
     * @param value empty: nobody asks for this one
     */
    record Found(String name, String value) {}

    /**
     * @param changed is told of changes; must not block
     * @param failed takes why they cannot be read; empty: they can, or there are none
     */
    ClusterProperties(RegisteredCluster registered, Runnable changed, Consumer<String> failed) {
        this.registered = registered;
        this.changed = changed;
        this.failed = failed;
    }

    /**
     * Whether nothing speaks against writing: the id is the registered one, or nobody has said any. Not before the API has answered that: a server that is not ready, or does not answer, may be
     * another cluster's. Where the role may not read it (one of before), so be it.
     */
    synchronized boolean agree() {
        return known && trouble.isEmpty();
    }

    /** Why not; empty: they do, or it is not known. */
    synchronized String trouble() {
        return trouble;
    }

    /** What the property should be that is known to be missing, by name. */
    synchronized Map<String, String> missing() {
        Map<String, String> missing = new HashMap<>();
        if (listed && trouble.isEmpty()) {
            missing.put(RegisteredCluster.ID, registered.cluster().value());
            missing.put(RegisteredCluster.SET, registered.clusterSet());
            missing.keySet().removeAll(values.keySet());
        }
        return missing;
    }

    /** Path of group and version. */
    synchronized String group() {
        return group;
    }

    @Override
    public String label() {
        return LABEL;
    }

    @Override
    public String listKind() {
        return "ClusterPropertyList";
    }

    @Override
    public List<String> paths() {
        return RegisteredCluster.PATHS;
    }

    @Override
    public synchronized void onServed(String path) {
        group = path.substring(0, path.lastIndexOf('/'));
    }

    @Override
    public Found strip(JsonNode object) {
        String name = object.path("metadata").path("name").asString("");
        boolean ours = name.equals(RegisteredCluster.ID) || name.equals(RegisteredCluster.SET);
        return new Found(name, ours ? object.path("spec").path("value").asString("") : "");
    }

    @Override
    public void replace(List<Found> found) {
        update(true, () -> {
            values.clear();
            found.forEach(this::take);
        });
    }

    private void take(Found found) {
        if (!found.value().isEmpty()) {
            values.put(found.name(), found.value());
        }
    }

    @Override
    public void put(Found found) {
        update(true, () -> take(found));
    }

    @Override
    public void remove(Found found) {
        update(true, () -> values.remove(found.name()));
    }

    @Override
    public void onState(String trouble) {
        failed.accept(trouble);
    }

    /** What was read last counts as long as it cannot be read. */
    @Override
    public void onFailed(Reason reason, String trouble) {
        failed.accept(reason == Reason.ABSENT ? "" : trouble);
        switch (reason) {
            case ABSENT -> update(false, values::clear);
            case FORBIDDEN -> update(listed, () -> {});
            case EXPIRED, NOT_FOUND, REFUSED, BROKEN, FAILED -> {}
        }
    }

    private void update(boolean nowListed, Runnable change) {
        synchronized (this) {
            known = true;
            listed = nowListed;
            change.run();
            String now = Optional.ofNullable(values.get(RegisteredCluster.ID))
                    .flatMap(registered::trouble)
                    .orElse("");
            say(now);
            trouble = now;
        }
        changed.run();
    }

    private void say(String now) {
        if (!now.isEmpty() && !Objects.equals(now, trouble)) {
            LOG.error("kubernetes: {}", now);
        } else if (now.isEmpty() && !trouble.isEmpty()) {
            LOG.info("kubernetes: the cluster's own id is the registered one now");
        }
    }
}
