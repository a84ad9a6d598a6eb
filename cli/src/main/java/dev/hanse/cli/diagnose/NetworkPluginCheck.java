// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import dev.hanse.discovery.kubernetes.ObjectName;
import dev.hanse.discovery.kubernetes.configmap.ConfigMap;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import java.util.List;
import java.util.Optional;

/**
 * Whether the network plugin masquerades in a way that no rule of the packet filter can keep away from packets to other clusters: in eBPF programs. What masquerades by the packet filter
 * is kept away by each node's own rules, and is no finding.
 */
final class NetworkPluginCheck implements Check {

    private static final ObjectName CILIUM = new ObjectName("kube-system", "cilium-config");
    private static final String FELIX = "felixconfigurations.crd.projectcalico.org";
    private static final String FELIX_PATH = "/apis/crd.projectcalico.org/v1/felixconfigurations/default";

    private final ConfigMaps maps;
    private final ApiReads reads;

    NetworkPluginCheck(ConfigMaps maps, ApiReads reads) {
        this.maps = maps;
        this.reads = reads;
    }

    @Override
    public String name() {
        return "network-plugin";
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        Optional<ConfigMap> cilium = maps.get(CILIUM);
        if (cilium.isPresent()) {
            return List.of(cilium(cilium.get()));
        }
        boolean calicoByBpf = reads.get(FELIX, FELIX_PATH)
                .filter(each -> each.path("spec").path("bpfEnabled").asBoolean(false))
                .isPresent();
        return List.of(
                calicoByBpf ? calico() : Diagnosis.ok(name(), "", "none is known here that masquerades in eBPF"));
    }

    private Diagnosis cilium(ConfigMap config) {
        boolean masquerades = isTrue(config, "enable-ipv4-masquerade") || isTrue(config, "enable-ipv6-masquerade");
        if (!masquerades || !isTrue(config, "enable-bpf-masquerade")) {
            return Diagnosis.ok(name(), "cilium", "does not masquerade in eBPF");
        }
        String kept = config.entry("ipv4-native-routing-cidr").orElse("");
        return kept.isEmpty()
                ? Diagnosis.failed(
                        name(),
                        "cilium",
                        "masquerades in eBPF what leaves a node: other clusters drop packets whose source is a node",
                        "set ipv4-native-routing-cidr (Helm: ipv4NativeRoutingCIDR) to a prefix that holds the pods of all clusters, or enable-bpf-masquerade to false")
                : Diagnosis.warning(
                        name(),
                        "cilium",
                        "masquerades in eBPF all but packets to " + kept,
                        "see that this prefix holds the pods of all clusters");
    }

    private static boolean isTrue(ConfigMap config, String key) {
        return config.entry(key).filter("true"::equals).isPresent();
    }

    private Diagnosis calico() {
        return Diagnosis.warning(
                name(),
                "calico",
                "handles packets in eBPF (bpfEnabled), with which Hanse has not been run",
                "give the pods of other clusters an IPPool with disabled: true, so that packets to them are not masqueraded");
    }
}
