// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import dev.hanse.controlplane.exports.ExportOutcome;
import dev.hanse.controlplane.exports.MemberExports;
import dev.hanse.controlplane.exports.ServiceExports;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.peers.PeerSight;
import dev.hanse.controlplane.peers.Peers;
import dev.hanse.controlplane.store.SavedViews;
import dev.hanse.controlplane.store.StateChange;
import dev.hanse.controlplane.store.StateWriter;
import dev.hanse.controlplane.store.StoreMark;
import dev.hanse.discovery.model.ServiceName;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What every gateway sees. Told of what has changed below, it merges and numbers it, makes it durable together with
 * what it follows from, and wakes the readers.
 *
 * <p>A store that cannot be written does not stop that. Changes then live in memory only, and views begin a new epoch
 * that the store does not know, so that nobody resumes on something lost.
 *
 * <p>Owned by the control loop.
 */
public final class Views {

    private static final Logger LOG = LoggerFactory.getLogger(Views.class);

    private final ViewLog log;
    private final ServiceIndex services;
    private final StateWriter writer;
    private final Runnable wakeReaders;

    /**
     * No views yet.
     *
     * @param wakeReaders makes those who send views look for what they have to send; any thread
     * @param randomText names epochs: visible ASCII, at most 60 octets, never the same twice
     */
    public Views(StateWriter writer, Runnable wakeReaders, Supplier<String> randomText) {
        this.writer = writer;
        this.wakeReaders = wakeReaders;
        this.log = new ViewLog(randomText, () -> ThreadLocalRandom.current().nextLong(2, ViewLog.MAX_GAP));
        this.services = new ServiceIndex(log);
    }

    /**
     * Takes over where views were left; called once, first.
     *
     * @param gateways that have one
     * @param sights says how each of them sees the others
     * @param exports of all services
     * @param saved where the views stood
     * @param marks what the store remembers of itself
     * @param meaning of the views: a fingerprint of what they follow from besides
     */
    public void restore(
            Collection<GatewayMember> gateways,
            Function<GatewayMember, List<PeerSight>> sights,
            Collection<ServiceExports> exports,
            SavedViews saved,
            Map<StoreMark, String> marks,
            String meaning) {
        log.begin();
        gateways.forEach(each -> log.addGateway(each.id()));
        gateways.forEach(each -> sights.apply(each).forEach(this::show));
        exports.forEach(services::refresh);
        boolean sameMeaning = meaning.equals(marks.get(StoreMark.VIEW_MEANING));
        ViewHistory history =
                ViewHistory.of(marks.getOrDefault(StoreMark.VIEW_HISTORY, ""), Math.max(saved.revision(), 0));
        log.resume(saved, history, sameMeaning);
        if (saved.revision() > 0 && !log.saved().epoch().equals(saved.epoch())) {
            LOG.info(
                    "views begin a new epoch, every gateway gets a snapshot: {}",
                    sameMeaning ? "their last change was cut off" : "pair keys or rules are others than before");
        }
        List<StateChange> changes = new ArrayList<>(standing());
        changes.add(new StateChange.PutMark(StoreMark.VIEW_MEANING, meaning));
        keep(changes);
    }

    private List<StateChange> standing() {
        return List.of(
                new StateChange.PutViews(log.saved()),
                new StateChange.PutMark(StoreMark.VIEW_HISTORY, log.history().text()));
    }

    // --- what has changed ---

    /** Exports have changed. */
    public void update(ExportOutcome outcome) {
        log.begin();
        outcome.services().forEach(services::refresh);
        publish(outcome.changes());
    }

    /** A gateway is new; that was made durable. */
    public void addGateway(GatewayId gateway, List<PeerSight> sights) {
        log.begin();
        log.addGateway(gateway);
        services.introduce(gateway);
        sights.forEach(this::show);
        publish(List.of());
    }

    /** Gateways see each other otherwise; {@code changes} are what that follows from. */
    public void update(List<PeerSight> sights, List<StateChange> changes) {
        log.begin();
        sights.forEach(this::show);
        publish(changes);
    }

    /** A member is gone; that was made durable, and had made invalid where the views stand. */
    public void remove(Collection<GatewayId> gateways, List<PeerSight> sights, List<ServiceExports> exports) {
        log.begin();
        sights.forEach(this::show);
        gateways.forEach(log::removeGateway);
        exports.forEach(services::refresh);
        settle();
    }

    /** Pairs have other keys; that was made durable, and had made invalid where the views stand. */
    public void rekeyed(List<PeerSight> sights) {
        log.begin();
        sights.forEach(this::show);
        settle();
    }

    /** Saves where the views stand also if nobody saw a change. */
    private void settle() {
        boolean changed = log.end().isPresent();
        keep(List.of(new StateChange.PutViews(log.saved())));
        if (changed) {
            wakeReaders.run();
        }
    }

    /** What views follow from was not kept: they begin a new epoch, which the store does not know. */
    public void restart() {
        log.restart(true);
        wakeReaders.run();
    }

    private void show(PeerSight sight) {
        ViewKey key = new ViewKey.Peer(sight.peer());
        sight.reach()
                .ifPresentOrElse(
                        reach -> log.putOwn(
                                sight.viewer(),
                                new ViewItem.Peer(sight.peer(), reach.tunnel(), reach.prefixes(), reach.pairKey())),
                        () -> log.removeOwn(sight.viewer(), key));
    }

    private void publish(List<StateChange> causes) {
        Optional<SavedViews> saved = log.end();
        List<StateChange> changes = new ArrayList<>(causes);
        saved.ifPresent(each -> changes.add(new StateChange.PutViews(each)));
        keep(changes);
        if (saved.isPresent()) {
            wakeReaders.run();
        }
    }

    /** Makes changes durable that no view shows. */
    public void keep(List<StateChange> changes) {
        if (!writer.keep(changes)) {
            restart();
        }
    }

    // --- what gateways see ---

    /** Whether a gateway whose view stands at {@code position} needs no snapshot. */
    public boolean resumesFrom(GatewayId gateway, Position position) {
        return log.resumesFrom(gateway, position);
    }

    /**
     * Whether a view that stands at {@code position} is of another history than this one: the store was taken back since it
     * was given.
     */
    public boolean neverGave(Position position) {
        return log.history().neverGave(position);
    }

    /** What a gateway whose view stands at {@code position} misses. */
    public ViewChange since(GatewayId gateway, Position position) {
        return log.since(gateway, position);
    }

    /** All services with an export, valid or not. Read on the control loop only. */
    public NavigableMap<ServiceName, PublishedService> services() {
        return services.published();
    }

    // --- a store that works again ---

    /** Writes everything, where the store is behind and can be written again. Called about once a second. */
    public void catchUp(Peers peers, MemberExports exports) {
        writer.catchUp(() -> everything(peers, exports));
    }

    /** Writes everything, where what was kept is not all that was read. */
    public void keepEverything(Peers peers, MemberExports exports) {
        keep(everything(peers, exports));
    }

    private List<StateChange> everything(Peers peers, MemberExports exports) {
        List<StateChange> everything = new ArrayList<>();
        peers.members().gateways().forEach(each -> everything.add(new StateChange.PutGateway(each)));
        everything.add(new StateChange.ReplaceExports(exports.saved(log.saved())));
        everything.addAll(standing());
        return everything;
    }
}
