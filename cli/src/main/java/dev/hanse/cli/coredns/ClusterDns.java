// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.coredns;

import dev.hanse.cli.coredns.ServerConfig.Changed;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.dns.corefile.CorefileEdit;
import dev.hanse.discovery.dns.corefile.CorefileEdit.Found;
import dev.hanse.discovery.dns.forward.ForwardingConfig;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;

/** The DNS servers of a cluster that share a Corefile, and whether they forward a zone. What it does it does once: whoever changes it back finds nobody who fights. */
public final class ClusterDns {

    private static final String UNMARKED =
            "the block has lost its marks, as tools that drop comments do it; --remove will not find it";

    private final ObjectName name;
    private final String zone;
    private final boolean dryRun;
    private final ServerConfig config;
    private final AddedFile added;

    /**
     * @param name of the ConfigMap with the Corefile
     * @param custom of the one whose files a Corefile imports, where it does
     * @param dryRun whether nothing is to be changed
     */
    public ClusterDns(ConfigMaps maps, ObjectName name, ObjectName custom, String zone, boolean dryRun) {
        this.name = name;
        this.zone = zone;
        this.dryRun = dryRun;
        this.config = new ServerConfig(maps, name, zone);
        this.added = new AddedFile(maps, custom, zone);
    }

    /** The ConfigMap that is usual for the files which a Corefile imports, beside that of the Corefile. */
    public static ObjectName customOf(ObjectName map) {
        return new ObjectName(map.namespace(), map.name() + "-custom");
    }

    /** Of the ConfigMap with the Corefile. */
    public ObjectName name() {
        return name;
    }

    /**
     * Has them forward the zone.
     *
     * @throws CommandFailure if that cannot be done; then nothing has changed
     */
    public Done apply(ForwardingConfig forwarding) {
        ConfigMap map = config.read();
        String corefile = config.corefile(map);
        boolean imports = config.understood(() -> CorefileEdit.importsServers(corefile));
        if (imports && config.found(map) == Found.NOTHING) {
            String text = config.understood(() -> CorefileEdit.imported(corefile, forwarding));
            return ofFile(true, added.put(text, dryRun));
        }
        Changed change = config.change(text -> CorefileEdit.with(text, forwarding), zone, dryRun);
        String remark = change.changed()
                ? config.remark(change.before())
                : config.found(change.before()) == Found.FOREIGN ? UNMARKED : "";
        return ofCorefile(true, change.changed()).remarking(remark);
    }

    /**
     * Takes back what {@link #apply} did, and nothing else. Nothing to do where there is no such ConfigMap.
     *
     * @return forwarded: a block of the zone that is not marked as Hanse's stays
     * @throws CommandFailure if that cannot be done
     */
    public Done remove() {
        boolean file = added.remove(dryRun);
        if (config.find().isEmpty()) {
            return file ? ofFile(false, true) : ofCorefile(false, false);
        }
        Changed change = config.change(text -> CorefileEdit.without(text, zone), null, dryRun);
        if (config.isForeign(change.before())) {
            return ofCorefile(true, change.changed())
                    .remarking("the block of " + zone
                            + " without the marks of Hanse stays; take it out by hand if it is not yours");
        }
        return file ? ofFile(false, true) : ofCorefile(false, change.changed());
    }

    /**
     * Says whether they forward the zone.
     *
     * @throws CommandFailure if not, with who wrote the Corefile last
     */
    public Done status() {
        ConfigMap map = config.read();
        if (config.found(map) != Found.NOTHING) {
            return ofCorefile(true, false).remarking(config.found(map) == Found.FOREIGN ? UNMARKED : "");
        }
        if (config.understood(() -> CorefileEdit.importsServers(config.corefile(map)))
                && added.text().isPresent()) {
            return ofFile(true, false);
        }
        String remark = config.remark(map);
        throw new CommandFailure(
                "ConfigMap " + name + " does not forward " + zone + ": "
                        + (remark.isEmpty() ? "the Corefile was last written by " + config.writer(map) : remark),
                "run this with --apply; where a tool puts back its own Corefile each time, give the block to that tool");
    }

    private Done ofCorefile(boolean forwarded, boolean changed) {
        return new Done(name.toString(), ServerConfig.COREFILE, zone, forwarded, changed, "");
    }

    private Done ofFile(boolean forwarded, boolean changed) {
        return new Done(added.name().toString(), added.key(), zone, forwarded, changed, "");
    }
}
