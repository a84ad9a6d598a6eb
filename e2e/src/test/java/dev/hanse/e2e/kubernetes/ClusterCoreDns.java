// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The CoreDNS of a cluster: a real one that reads what stands in the cluster's ConfigMaps, which reach its files as a kubelet would mount them, and notices changes by its plugin {@code reload}.
 *
 * @param folder where its files are
 */
record ClusterCoreDns(KubernetesApi api, Path folder) {

    private static final String MAPS = "/api/v1/namespaces/kube-system/configmaps/";
    static final String PORT = "5300";

    /** A Corefile as kubeadm's, on a port of this host and with a quicker reload. */
    String corefile(String zones, String more) {
        return """
                .:%s {
                    errors
                    ready 127.0.0.1:8181
                    reload 2s 1s
                    kubernetes %s {
                        kubeconfig "%s"
                        ttl 5
                        %s
                    }
                    loadbalance
                }
                # The end has no line break""".formatted(PORT, zones, api.adminKubeconfig(), more);
    }

    /** Makes the ConfigMap {@code coredns} be this. */
    void put(String corefile) {
        JsonObject map = new JsonObject()
                .put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .put("metadata", new JsonObject().put("name", "coredns").put("namespace", "kube-system"))
                .put("data", new JsonObject().put("Corefile", corefile));
        api.admin().call("DELETE", MAPS + "coredns", "", "");
        api.admin()
                .call(
                        "POST",
                        "/api/v1/namespaces/kube-system/configmaps?fieldManager=kubeadm",
                        "application/json",
                        map.encode())
                .orFail();
    }

    JsonObject map(String name) {
        return api.admin().get(MAPS + name);
    }

    boolean hasMap(String name) {
        return api.admin().call("GET", MAPS + name, "", "").status() == 200;
    }

    String corefile() {
        return map("coredns").getJsonObject("data").getString("Corefile");
    }

    String version() {
        return map("coredns").getJsonObject("metadata").getString("resourceVersion");
    }

    /** Does what a kubelet does after a change. */
    void mount() {
        try {
            Path custom = Files.createDirectories(folder.resolve("custom"));
            for (String old : List.of(custom.toFile().list())) {
                Files.delete(custom.resolve(old));
            }
            if (hasMap("coredns-custom")) {
                for (var entry : map("coredns-custom").getJsonObject("data")) {
                    Files.writeString(custom.resolve(entry.getKey()), (String) entry.getValue());
                }
            }
            Files.writeString(folder.resolve("Corefile"), corefile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestProcess start(String label) {
        mount();
        return host().start(
                        label, "coredns", "-conf", folder.resolve("Corefile").toString())
                .awaitLog("CoreDNS-", Eventually.LIMIT);
    }

    private TestHost host() {
        return api.host();
    }

    /** Asks it; the whole output of dig. */
    String ask(String name, String type) {
        return host().run("dig", "+tries=1", "+time=5", "-p", PORT, "@127.0.0.1", name, type)
                .output();
    }

    /** The data of the records, in their order; the code where there are none. */
    List<String> answer(String name, String type) {
        String code = ask(name, type).replaceFirst("(?s).*status: (\\w+),.*", "$1");
        List<String> records = host().run("dig", "+short", "+tries=1", "-p", PORT, "@127.0.0.1", name, type)
                .output()
                .lines()
                .sorted()
                .toList();
        return records.isEmpty() ? List.of(code) : records;
    }

    boolean isReady() {
        return host().run("curl", "-sf", "http://127.0.0.1:8181/ready").succeeded();
    }

    /** {@code hanse dns-config} on its host, with the rights of this kubeconfig. */
    CommandResult verb(Path kubeconfig, String... words) {
        String[] all = new String[words.length + 3];
        all[0] = "dns-config";
        System.arraycopy(words, 0, all, 1, words.length);
        all[words.length + 1] = "--kubeconfig";
        all[words.length + 2] = kubeconfig.toString();
        return host().hanse(all);
    }

    CommandResult verb(String... words) {
        return verb(api.adminKubeconfig(), words);
    }
}
