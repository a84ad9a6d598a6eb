// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.route;

import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Routes of one kind, kept equal to a wanted set of prefixes. A prefix that the host already routes that way is left alone and reported: it might be the cluster's own. One thread at a time. */
final class KeptRoutes {

    /** Operators know the lines under this name. */
    private static final Logger LOG = LoggerFactory.getLogger(DeviceRoutes.class);

    /** What {@code ip} prints of a route, or of its device, that does not exist. */
    private static final List<String> NOT_THERE = List.of("No such process", "Cannot find device");

    private final HostCommand ip;
    private final Kind kind;
    private final RepairLimit<IpPrefix> repairs;
    private final Set<IpPrefix> installed = new HashSet<>();
    private final Set<IpPrefix> stale = new HashSet<>();
    private final Map<IpPrefix, String> failures = new HashMap<>();
    private Set<IpPrefix> wanted = Set.of();
    private boolean wantedKnown;

    /** What kind they are of. */
    interface Kind {

        /** The route of a prefix, to people. */
        String label(IpPrefix prefix);

        /** The verb of {@code ip route} that makes it. */
        String verb();

        /** The words of {@code ip route} that name it. */
        List<String> words(IpPrefix prefix);

        /** Further words where it is made. */
        List<String> settings(IpPrefix prefix);
    }

    /**
     * Has no routes yet.
     *
     * @param nanoClock tells how often somebody takes routes away
     */
    KeptRoutes(HostCommand ip, Kind kind, NanoClock nanoClock) {
        this.ip = ip;
        this.kind = kind;
        this.repairs = new RepairLimit<>(nanoClock);
    }

    /** These are there, from a process of before or from a command whose end was not seen; what is not wanted goes with the next {@link #apply} or {@link #retry}. */
    void adopt(Set<IpPrefix> present) {
        installed.addAll(present);
    }

    Set<IpPrefix> wanted() {
        return wanted;
    }

    /** Adds again what is not {@code present} any more; a prefix about which somebody quarrels waits for {@link #retry}. */
    void restore(Set<IpPrefix> present) {
        for (IpPrefix prefix : wanted) {
            if (!present.contains(prefix) && installed.remove(prefix)) {
                onTakenAway(prefix);
            }
        }
    }

    /** Somebody has changed the settings of one: it gets its own again, within the same limits, else with the next {@link #retry}. */
    void onAltered(IpPrefix prefix) {
        if (wanted.contains(prefix) && installed.contains(prefix) && stale.add(prefix)) {
            repair(prefix, "changed", this::change);
        }
    }

    /** Gives one that is there its settings anew; what cannot be set is told once for each reason, and {@link #retry tried again}. */
    void change(IpPrefix prefix) {
        if (wanted.contains(prefix) && installed.contains(prefix)) {
            try {
                set(prefix, "change");
            } catch (IOException e) {
                onNotChanged(prefix, String.valueOf(e.getMessage()));
            }
        }
    }

    private void onNotChanged(IpPrefix prefix, String reason) {
        stale.add(prefix);
        if (!reason.equals(failures.put(prefix, reason))) {
            LOG.error(
                    "{} is there, but its settings ({}) cannot be changed: {} (tried again every {} s)",
                    kind.label(prefix),
                    String.join(" ", kind.settings(prefix)),
                    reason,
                    DeviceRoutes.RETRY.toSeconds());
        }
    }

    private void onTakenAway(IpPrefix prefix) {
        repair(prefix, "taken away", this::add);
    }

    private void repair(IpPrefix prefix, String what, Consumer<IpPrefix> repair) {
        switch (repairs.lost(prefix)) {
            case REPAIR -> {
                LOG.warn("{} was {} by somebody else", kind.label(prefix), what);
                repair.accept(prefix);
            }
            case GIVE_UP ->
                LOG.error(
                        "{} was {} {} times within {} s: another program on this host removes or changes it; it is set every {} s from"
                                + " now on (\"ip monitor route\" shows when)",
                        kind.label(prefix),
                        what,
                        RepairLimit.LOSSES + 1,
                        RepairLimit.WITHIN.toSeconds(),
                        DeviceRoutes.RETRY.toSeconds());
            case WAIT -> {}
        }
    }

    /** Adds what is missing and removes what is no longer wanted. What cannot be set is told once for each reason, and {@link #retry tried again}. */
    void apply(Set<IpPrefix> prefixes) {
        wanted = Set.copyOf(prefixes);
        wantedKnown = true;
        failures.keySet().removeIf(prefix -> !wanted.contains(prefix) && !installed.contains(prefix));
        stale.removeIf(prefix -> !wanted.contains(prefix) && !installed.contains(prefix));
        repairs.retain(wanted);
        retry();
    }

    /** Adds what could not be added before, changes what could not be changed, and removes what could not be removed; nothing before the first {@link #apply}. */
    void retry() {
        for (IpPrefix prefix : wanted) {
            if (!installed.contains(prefix)) {
                add(prefix);
            }
        }
        Set.copyOf(stale).forEach(this::change);
        // Last: one prefix may take the place of another.
        if (wantedKnown) {
            Set.copyOf(installed).stream()
                    .filter(prefix -> !wanted.contains(prefix))
                    .forEach(this::remove);
        }
    }

    private void add(IpPrefix prefix) {
        try {
            set(prefix, kind.verb());
            LOG.info("{}", kind.label(prefix));
        } catch (IOException e) {
            onFailure(prefix, String.valueOf(e.getMessage()));
        }
    }

    private void set(IpPrefix prefix, String verb) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("route", verb));
        arguments.addAll(kind.words(prefix));
        arguments.addAll(kind.settings(prefix));
        ip.run(arguments);
        installed.add(prefix);
        failures.remove(prefix);
        stale.remove(prefix);
    }

    private void onFailure(IpPrefix prefix, String reason) {
        if (!reason.equals(failures.put(prefix, reason))) {
            LOG.error(
                    "no {}: {} (tried again every {} s; \"ip route show {}\" shows a route that the host has"
                            + " already: remove that one, or give one of the clusters another prefix)",
                    kind.label(prefix),
                    reason,
                    DeviceRoutes.RETRY.toSeconds(),
                    prefix);
        }
    }

    private void remove(IpPrefix prefix) {
        List<String> arguments = new ArrayList<>(List.of("route", "delete"));
        arguments.addAll(kind.words(prefix));
        try {
            ip.run(arguments);
            LOG.info("{} removed", kind.label(prefix));
            forget(prefix);
        } catch (IOException e) {
            onNotRemoved(prefix, String.valueOf(e.getMessage()));
        }
    }

    private void forget(IpPrefix prefix) {
        installed.remove(prefix);
        failures.remove(prefix);
        stale.remove(prefix);
    }

    /** What may still be there is kept in mind. */
    private void onNotRemoved(IpPrefix prefix, String reason) {
        if (NOT_THERE.stream().anyMatch(reason::contains)) {
            LOG.warn("{} was not there any more: {}", kind.label(prefix), reason);
            forget(prefix);
        } else if (!reason.equals(failures.put(prefix, reason))) {
            LOG.error(
                    "{} cannot be removed: {} (tried again every {} s)",
                    kind.label(prefix),
                    reason,
                    DeviceRoutes.RETRY.toSeconds());
        }
    }
}
