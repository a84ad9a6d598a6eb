// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of one Consul service that is exported, or that could not be read so far. Instances that an answer lacks stay while it is doubtful whether
 * they were deregistered, until they are seen again. Confined to its owner.
 */
final class KnownService {

    private record Key(String node, String id) {

        static Key of(ConsulInstance instance) {
            return new Key(instance.node(), instance.id());
        }
    }

    private Observation last = Observation.NONE;
    private boolean read;
    private final Map<Key, ConsulInstance> exported = new LinkedHashMap<>();
    private final Map<Key, ConsulInstance> doubted = new LinkedHashMap<>();
    private String doubt = "";
    private String failure = "";
    private boolean failing;
    private boolean told;

    /** An answer about it. */
    void onAnswer(Observation now) {
        Map<Key, ConsulInstance> inDoubt = missing(now.instances());
        inDoubt.values().removeIf(each -> !isDoubtful(each, now));
        if (now.isContradiction() && inDoubt.isEmpty() && doubted.isEmpty()) {
            onUnread("the catalog names it, but its health list is empty (grant the token node:read)");
        } else {
            now.instances().forEach(each -> doubted.remove(Key.of(each)));
            doubted.putAll(inDoubt);
            take(now);
        }
    }

    private boolean isDoubtful(ConsulInstance missing, Observation now) {
        Optional<String> reason = Doubt.about(missing, last, now);
        reason.ifPresent(why -> doubt = why);
        return reason.isPresent();
    }

    private Map<Key, ConsulInstance> missing(List<ConsulInstance> now) {
        Map<Key, ConsulInstance> missing = new LinkedHashMap<>(exported);
        now.forEach(each -> missing.remove(Key.of(each)));
        return missing;
    }

    private void take(Observation now) {
        exported.clear();
        now.instances().stream().filter(ExportMeta::optsIn).forEach(each -> exported.put(Key.of(each), each));
        last = now;
        onRead();
    }

    private void onRead() {
        read = true;
        failing = false;
        told = false;
    }

    /** It cannot be read, and others can. */
    void onUnread(String reason) {
        onFailure(reason);
        told = true;
    }

    /** Its own connection failed. Where Consul itself is away, the catalog says so, once for all: this is told after the catalog was read. */
    void onFailure(String reason) {
        failing = true;
        failure = reason;
    }

    /** The catalog was read: what fails now fails alone. */
    void onCatalogRead() {
        told = failing;
    }

    /** Whether it cannot be read now. */
    boolean isFailing() {
        return failing;
    }

    /** What was read last and is not among these instances. */
    Collection<ConsulInstance> instancesMissingIn(List<ConsulInstance> now) {
        return missing(now).values();
    }

    /** Whether it exports anything. */
    boolean isExported() {
        return !exported.isEmpty() || !doubted.isEmpty();
    }

    /** Whether nothing was read of it, so that what it exports is not known. */
    boolean isUnknown() {
        return !read;
    }

    /** What it exports. */
    List<ConsulInstance> instances() {
        List<ConsulInstance> all = new ArrayList<>(exported.values());
        all.addAll(doubted.values());
        return all;
    }

    /** For an operator: why it is stale; empty: it is not. */
    String trouble() {
        if (told) {
            return failure;
        }
        return doubted.isEmpty()
                ? ""
                : "instances missing: " + doubted.size() + ", but " + doubt
                        + "; they stay exported until they are seen again (if they are meant to be gone, restart this gateway)";
    }
}
