// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.cli.prefixes.PrefixAdvice;
import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.prefixes.ClusterNetworks;
import dev.hanse.discovery.kubernetes.prefixes.GatewayPrefixes;
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

    private static final String SEE_IT = "see what is registered: hanse cluster list";

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
        List<Diagnosis> all = new ArrayList<>();
        Optional<Registered> registered = registered(all);
        if (registered.isEmpty() && !all.isEmpty()) {
            return all;
        }
        ClusterNetworks found = finder.find();
        all.addAll(unread(found));
        all.addAll(
                registered.map(each -> new PrefixComparison(found, each).look()).orElseGet(this::nobodySays));
        return all;
    }

    private Optional<Registered> registered(List<Diagnosis> unknown) throws ApiException, InterruptedException {
        Optional<GatewayPrefixes> configured = configured(unknown);
        try {
            return Registered.of(status(), configured);
        } catch (IllegalArgumentException e) {
            unknown.add(unknown(e, SEE_IT));
            return Optional.empty();
        }
    }

    /** Where it may not be read, or nobody understands it, a gateway may still say what is registered. */
    private Optional<GatewayPrefixes> configured(List<Diagnosis> unknown) throws ApiException, InterruptedException {
        try {
            return finder.configured(configMap);
        } catch (YamlException | IllegalArgumentException e) {
            unknown.add(unknown(e, SEE_IT));
        } catch (ApiException e) {
            if (e.reason() != Reason.FORBIDDEN) {
                throw e;
            }
            unknown.add(unknown(e, PrefixAdvice.GRANT));
        }
        return Optional.empty();
    }

    private Diagnosis unknown(Exception e, String advice) {
        return Diagnosis.unknown(NAME, configMap.toString(), String.valueOf(e.getMessage()), advice);
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
