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
import java.util.Map;
import java.util.Optional;

/** An entry of our own in the ConfigMap whose files the Corefile imports: whoever looks after the Corefile leaves it alone. */
final class AddedFile {

    private static final String OURS = "hanse.dev/written-by";
    private static final String SERVER = ".server";
    private static final String VERB = "dns-config.hanse.dev";

    private final ConfigMaps maps;
    private final ObjectName name;
    private final String key;
    private final String zone;

    AddedFile(ConfigMaps maps, ObjectName name, String zone) {
        this.maps = maps;
        this.zone = zone;
        this.name = name;
        this.key = "hanse-" + zone + SERVER;
    }

    ObjectName name() {
        return name;
    }

    String key() {
        return key;
    }

    Optional<String> text() {
        return find().flatMap(map -> map.entry(key)).filter(this::isOurs);
    }

    /** The name alone says nothing. */
    private boolean isOurs(String text) {
        try {
            return CorefileEdit.find(text, zone) == Found.MARKED;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Optional<ConfigMap> find() {
        return ApiCall.answer(() -> maps.get(name));
    }

    /** @return whether it has changed, or would */
    boolean put(String text, boolean dryRun) {
        Optional<ConfigMap> map = find();
        Optional<String> before = map.flatMap(found -> found.entry(key));
        if (before.filter(text::equals).isPresent()) {
            return false;
        }
        if (before.isPresent() && !isOurs(before.get())) {
            throw new CommandFailure(
                    "the entry " + key + " in ConfigMap " + name + " has not the marks of Hanse and stays as it is",
                    "rename it, and run this again");
        }
        map.ifPresent(this::requireNoOther);
        if (!dryRun) {
            require(ApiCall.answer(() -> map.isPresent()
                    ? maps.apply(map.get(), key, text)
                    : maps.create(name, Map.of(OURS, VERB), key, text)));
        }
        return true;
    }

    /** CoreDNS refuses all of its configuration where a zone stands twice: not now, but when it is started next. */
    private void requireNoOther(ConfigMap map) {
        map.entries().forEach((other, text) -> {
            if (other.endsWith(SERVER) && !other.equals(key)) {
                requireOthers(other, text);
            }
        });
    }

    private void requireOthers(String other, String text) {
        String where = "the entry " + other + " in ConfigMap " + name;
        Found found;
        try {
            found = CorefileEdit.find(text, zone);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(
                    where + " cannot be understood, so that it may have the zone " + zone + " already: "
                            + e.getMessage(),
                    "nothing was changed; see to that line, or put in by hand what 'hanse dns-config' prints",
                    e);
        }
        if (found != Found.NOTHING) {
            throw new CommandFailure(
                    where + " has a block of " + zone + " already, and CoreDNS takes a zone once only",
                    "nothing was changed; take that block out first, if it is not needed any more");
        }
    }

    /** The ConfigMap goes with its last entry where it was made for it. @return whether it has changed, or would */
    boolean remove(boolean dryRun) {
        Optional<ConfigMap> found =
                find().filter(map -> map.entry(key).filter(this::isOurs).isPresent());
        if (found.isEmpty()) {
            return false;
        }
        ConfigMap map = found.get();
        boolean whole = map.label(OURS).equals(VERB) && map.hasNothingBut(key);
        if (!dryRun) {
            require(ApiCall.answer(() -> whole ? maps.delete(map) : maps.remove(map, key)));
        }
        return true;
    }

    private static void require(Outcome outcome) {
        if (!outcome.done()) {
            throw new CommandFailure(outcome.message(), "nothing was changed; run it again");
        }
    }
}
