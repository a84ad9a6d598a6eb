// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.coredns;

import dev.hanse.cli.kubernetes.ApiCall;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.dns.corefile.CorefileEdit;
import dev.hanse.discovery.dns.corefile.CorefileEdit.Found;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.Outcome;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The ConfigMap that has a Corefile. Each change is made to what was read a moment ago, and again where somebody was quicker. */
final class ServerConfig {

    /** The entry of the Corefile. */
    static final String COREFILE = "Corefile";

    /** Annotation: the zone whose block was put in, so that its absence is seen to be somebody's doing. */
    private static final String ZONE = "dns.hanse.dev/forwarded-zone";

    private static final int ATTEMPTS = 5;

    private final ConfigMaps maps;
    private final ObjectName name;
    private final String zone;

    ServerConfig(ConfigMaps maps, ObjectName name, String zone) {
        this.maps = maps;
        this.name = name;
        this.zone = zone;
    }

    /** @throws CommandFailure if there is none */
    ConfigMap read() {
        return find().orElseThrow(() -> new CommandFailure(
                "there is no ConfigMap " + name,
                "name the one that the cluster's DNS server mounts: --config-map NAMESPACE/NAME"));
    }

    Optional<ConfigMap> find() {
        return ApiCall.answer(() -> maps.get(name));
    }

    /** @throws CommandFailure if it has no Corefile */
    String corefile(ConfigMap map) {
        return map.entry(COREFILE)
                .orElseThrow(() -> new CommandFailure(
                        "ConfigMap " + name + " has no entry " + COREFILE,
                        "name another one: --config-map NAMESPACE/NAME"));
    }

    /** @throws CommandFailure if the Corefile cannot be understood: then it is left alone */
    Found found(ConfigMap map) {
        return understood(() -> CorefileEdit.find(corefile(map), zone));
    }

    /** Whether a block is there that nobody marked; what cannot be understood has none that Hanse could know of. */
    boolean isForeign(ConfigMap map) {
        try {
            return CorefileEdit.find(corefile(map), zone) == Found.FOREIGN;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    /** Whether the block was put in, and is not there any more. */
    String remark(ConfigMap map) {
        boolean lost = map.annotation(ZONE).equals(zone) && found(map) == Found.NOTHING;
        return lost
                ? "the block was there, and somebody took it out: the Corefile was last written by " + writer(map)
                : "";
    }

    String writer(ConfigMap map) {
        return map.lastWriter(COREFILE).orElse("somebody");
    }

    /**
     * Makes the Corefile another text.
     *
     * @param zoneAfter what the annotation says afterwards; null: nothing
     * @return what was read before the change that was made; changed: whether there was one
     */
    Changed change(UnaryOperator<String> edit, @Nullable String zoneAfter, boolean dryRun) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            ConfigMap before = read();
            String text = corefile(before);
            String after = understood(() -> edit.apply(text));
            boolean stale = zoneAfter == null && before.annotation(ZONE).equals(zone);
            if (dryRun || (after.equals(text) && !stale)) {
                return new Changed(before, stale || !after.equals(text));
            }
            if (isDone(ApiCall.answer(() -> maps.change(before, COREFILE, after, ZONE, zoneAfter)))) {
                return new Changed(before, true);
            }
        }
        throw new CommandFailure(
                "ConfigMap " + name + " was changed by others each time, last by " + writer(read()),
                "see what changes it, and run this again");
    }

    record Changed(ConfigMap before, boolean changed) {}

    /** @return false: somebody was quicker */
    static boolean isDone(Outcome outcome) {
        if (!outcome.done() && !(outcome instanceof Outcome.Conflict)) {
            throw new CommandFailure(outcome.message(), "nothing was changed");
        }
        return outcome.done();
    }

    <T> T understood(ApiCall<T> reading) {
        try {
            return ApiCall.answer(reading);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    "the Corefile in ConfigMap " + name + " is left alone: " + e.getMessage(),
                    "see to that line, or put in by hand what 'hanse dns-config' prints",
                    e);
        }
    }
}
