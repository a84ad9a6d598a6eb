// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Decides which services are followed. The catalog names services without their meta, so each service that is not exported is looked at whenever the
 * catalog changes; one that opts in, or that cannot be looked at, is followed by a loop of its own. Confined to the thread of the catalog's loop.
 */
final class CatalogReader implements QueryLoop.Reader<ConsulConnection, Set<String>> {

    private static final int MAX_CATALOG = 10_000;

    /** So many services that cannot be read one after another are no longer the fault of each. */
    private static final int MAX_REFUSED = 3;

    private final InstanceIndex index;
    private final Servers servers;
    private final Followers followers;
    private final Complaints complaints = new Complaints();
    private int generation;
    private boolean fresh;
    private int refused;

    CatalogReader(InstanceIndex index, Servers servers, Followers followers) {
        this.index = index;
        this.servers = servers;
        this.followers = followers;
    }

    @Override
    public void onConnect(ConsulConnection connection) throws ConsulException, InterruptedException {
        generation = servers.generationAt(connection);
        fresh = true;
    }

    @Override
    public void onAnswer(ConsulConnection connection, ConsulAnswer<Set<String>> answer)
            throws ConsulException, InterruptedException {
        Set<String> names = answer.value();
        ReadRights.require(names);
        followers.retain(name -> names.contains(name) || index.isExported(name));
        refused = 0;
        for (String name : candidates(names)) {
            if (isDue(name)) {
                lookAt(connection, name);
            }
        }
        fresh = false;
        complaints.endPass();
        index.onCatalogRead(names);
    }

    /** What is exported and not named any more is looked at too, where its own loop cannot: only its health list shows that it was deregistered. */
    private Set<String> candidates(Set<String> names) {
        Set<String> candidates = new TreeSet<>(index.exported());
        names.stream().sorted().limit(MAX_CATALOG).forEach(candidates::add);
        return candidates;
    }

    /** A service that fails has a loop that tries again; after an outage of all, this look is the first that can succeed. */
    private boolean isDue(String name) {
        return index.isFailing(name) ? fresh || !followers.follows(name) : !index.isExported(name);
    }

    /** The loop of a service is ended before the look, so that its late answer cannot overwrite what is seen now. */
    private void lookAt(ConsulConnection connection, String name) throws ConsulException, InterruptedException {
        followers.unfollow(name);
        try {
            take(connection, name, connection.instances(name, 0));
            refused = 0;
        } catch (RefusedQueryException e) {
            onRefused(name, e);
        }
    }

    private void take(ConsulConnection connection, String name, ConsulAnswer<List<ConsulInstance>> answer)
            throws ConsulException, InterruptedException {
        boolean named =
                answer.value().isEmpty() && connection.services(0).value().contains(name);
        boolean optsIn = answer.value().stream().anyMatch(ExportMeta::optsIn);
        if (optsIn && !followers.hasRoom()) {
            complaints.add(name + " is not exported (expected: at most " + Followers.MAX_SERVICES + " services)");
            return;
        }
        Set<String> renewed = RenewedNodes.of(connection, index.missing(name, answer.value()), index::isRenewed);
        index.onAnswer(name, Observation.of(answer, named, renewed, generation));
        if (index.isExported(name) || index.isFailing(name) && followers.hasRoom()) {
            followers.follow(name);
        }
    }

    private void onRefused(String name, RefusedQueryException refusal) throws RefusedQueryException {
        if (refusal.refusesThePath() && !index.isExported(name)) {
            complaints.add("service \"" + name + "\" is not exported: " + refusal.reason() + "; give it another name");
            return;
        }
        refused++;
        if (refused == MAX_REFUSED || !followers.hasRoom()) {
            throw refusal;
        }
        index.onUnread(name, refusal.reason());
        followers.follow(name);
    }

    @Override
    public void onFailure(ConsulException failure) {
        index.onCatalogFailure(failure);
    }
}
