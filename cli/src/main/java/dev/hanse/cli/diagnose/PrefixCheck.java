// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.prefixes.PrefixAdvice;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.discovery.kubernetes.prefixes.PrefixFinder;
import dev.hanse.net.yaml.YamlException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** Whether the addresses that pods have are those that are registered, and other clusters' pods have none that are in use here. */
final class PrefixCheck implements Check {

    static final String NAME = "prefixes";

    private final PrefixFinder finder;
    private final ObjectName configMap;
    private final StatusPage gateway;

    /** @param configMap of the gateways */
    PrefixCheck(PrefixFinder finder, ObjectName configMap, StatusPage gateway) {
        this.finder = finder;
        this.configMap = configMap;
        this.gateway = gateway;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        Optional<Registered> registered;
        try {
            registered = Registered.of(status(), finder.configured(configMap));
        } catch (YamlException | IllegalArgumentException e) {
            return List.of(Diagnosis.unknown(
                    NAME,
                    configMap.toString(),
                    String.valueOf(e.getMessage()),
                    "see what is registered: hanse cluster list"));
        }
        ClusterNetworks found = finder.find();
        List<Diagnosis> all = new ArrayList<>(unread(found));
        all.addAll(
                registered.map(each -> new PrefixComparison(found, each).look()).orElseGet(this::nobodySays));
        return all;
    }

    private Optional<JsonNode> status() throws InterruptedException {
        try {
            return Optional.of(gateway.read());
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static List<Diagnosis> unread(ClusterNetworks found) {
        return found.unknown().stream()
                .map(each -> Diagnosis.unknown(NAME, each.origin().text(), each.text(), PrefixAdvice.GRANT))
                .toList();
    }

    private List<Diagnosis> nobodySays() {
        return List.of(Diagnosis.skipped(
                NAME,
                "nobody says what is registered: no gateway of this version answers, and there is no ConfigMap "
                        + configMap,
                "run this where a gateway runs, or name it: --gateway URL"));
    }
}
