// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.coredns.ClusterDns;
import dev.hanse.cli.coredns.Done;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Whether the DNS servers that pods ask answer the zone: by asking gateways, or from ServiceImports by themselves. */
final class DnsCheck implements Check {

    private final ConfigMaps maps;
    private final ObjectName map;
    private final String server;
    private final boolean expected;
    private final String zone;

    /**
     * @param server as {@code hanse dns-config} calls it
     * @param expected whether every cluster has such servers
     */
    DnsCheck(ConfigMaps maps, ObjectName map, String server, boolean expected, String zone) {
        this.maps = maps;
        this.map = map;
        this.server = server;
        this.expected = expected;
        this.zone = zone;
    }

    @Override
    public String name() {
        return "dns";
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        Optional<ConfigMap> found = maps.get(map);
        if (found.isEmpty()) {
            return List.of(absent());
        }
        boolean byItself = found.get()
                .entry("Corefile")
                .filter(Pattern.compile("(?m)^\\s*multicluster\\s.*\\b" + Pattern.quote(zone) + "\\b")
                        .asPredicate())
                .isPresent();
        return List.of(
                byItself
                        ? Diagnosis.ok(name(), map.toString(), "answers " + zone + " from ServiceImports by itself")
                        : forwarding());
    }

    private Diagnosis absent() {
        String text = "there is no ConfigMap " + map;
        return expected
                ? Diagnosis.unknown(
                        name(),
                        map.toString(),
                        text,
                        "have the cluster's DNS servers send questions of " + zone
                                + " to the gateways ('hanse dns-config')")
                : Diagnosis.skipped(name(), text, "");
    }

    private Diagnosis forwarding() {
        try {
            Done done = new ClusterDns(maps, map, ClusterDns.customOf(map), zone, true).status();
            String text = "forwards " + zone + " (" + done.entry() + ")";
            return done.remark().isEmpty()
                    ? Diagnosis.ok(name(), map.toString(), text)
                    : Diagnosis.warning(
                            name(),
                            map.toString(),
                            text + "; " + done.remark(),
                            "put the marks back, or keep the block by hand");
        } catch (CommandFailure e) {
            return Diagnosis.failed(
                    name(),
                    map.toString(),
                    String.valueOf(e.getMessage()),
                    "hanse dns-config " + server + " --apply --gateway ADDRESS, with the address of each gateway");
        }
    }
}
