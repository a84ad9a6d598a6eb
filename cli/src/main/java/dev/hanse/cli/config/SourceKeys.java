// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import dev.hanse.discovery.consul.ConsulConfig;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.kubernetes.KubernetesConfig;
import dev.hanse.gateway.SourcesConfig;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** {@code sources} of {@code gateway.yaml}. */
final class SourceKeys {

    private static final Section FILE = Section.of("file").meaning("A file, watched; as exports.yaml beside this one.");

    private static final Key<Path> PATH =
            Key.of("path", Form.PATH).example("/etc/hanse/exports.yaml").meaning("May be missing until later.");

    private static final Section KUBERNETES = Section.of("kubernetes")
            .commented()
            .printedWhenEmpty()
            .meaning("Services that have a ServiceExport; {} in a pod of the cluster, by its service account.");

    private static final Key<Path> KUBECONFIG = Key.of("kubeconfig", Form.PATH)
            .example("/etc/hanse/kubeconfig")
            .meaning("Where the gateway runs outside; its current context, with a token or a client certificate.");

    private static final Key<Boolean> WRITE_IMPORTS = Key.of("write-imports", Form.FLAG)
            .meaning(
                    "Whether what other clusters export is written into this cluster's API, as ServiceImport, Service and EndpointSlices, and into the status of its exports what became of them.");

    private static final Key<String> NODE = Key.of("node", Form.TEXT)
            .example("node-1")
            .meaning(
                    "The Node on which the gateway runs; what is found wrong with this host is told as its Events, too. With write-imports the shipped role allows it.");

    private static final Key<String> LEASE_NAMESPACE = Key.of("lease-namespace", Form.TEXT)
            .meaning("Where the Lease is by which one of the cluster's gateways writes.");

    private static final Section CONSUL = Section.of("consul").meaning("Services that opt in by their meta.");

    private static final Key<URI> ADDRESS = Key.of("address", Form.text("URL", URI::create))
            .example("http://127.0.0.1:8500")
            .meaning("The HTTP API of an agent, without user or password; https where it has TLS.");

    private static final Key<Path> TOKEN_FILE = Key.of("token-file", Form.PATH)
            .example("/etc/hanse/consul-token")
            .meaning("Holds the ACL token; leave it out where there are no ACLs.");

    private static final Key<Boolean> WRITE_CONSUL_IMPORTS = Key.of("write-imports", Form.FLAG)
            .meaning(
                    "Whether what other clusters export is written into this Consul, as services on the node hanse-CLUSTER.");

    private static final Key<String> IMPORT_PREFIX = Key.of(
                    "import-prefix", Form.TEXT.printed(text -> text.isEmpty() ? "none" : text))
            .example("hs-")
            .meaning(
                    "What the names of those services begin with, at most 11 characters: a token may be good for these names alone.");

    private SourceKeys() {}

    static SourcesConfig describe(Keys keys, SourcesConfig now) {
        Optional<FileConfig> file =
                keys.section(FILE, now.file().isPresent()).map(section -> file(section, now.file()));
        Optional<KubernetesConfig> kubernetes = keys.section(
                        KUBERNETES, now.kubernetes().isPresent())
                .map(section -> kubernetes(section, now.kubernetes()));
        Optional<ConsulConfig> consul =
                keys.section(CONSUL, now.consul().isPresent()).map(section -> consul(section, now.consul()));
        keys.end();
        return new SourcesConfig(file, kubernetes, consul);
    }

    private static FileConfig file(Keys keys, Optional<FileConfig> now) {
        Path path = keys.required(PATH, now.map(FileConfig::path));
        keys.end();
        return new FileConfig(path);
    }

    private static KubernetesConfig kubernetes(Keys keys, Optional<KubernetesConfig> now) {
        Optional<Path> kubeconfig = keys.optional(KUBECONFIG, now.flatMap(KubernetesConfig::kubeconfig));
        boolean writeImports = keys.value(
                WRITE_IMPORTS, now.map(KubernetesConfig::writeImports).orElse(false));
        Optional<String> node = keys.optional(NODE, now.flatMap(KubernetesConfig::node));
        String leaseNamespace = keys.value(
                LEASE_NAMESPACE,
                now.map(KubernetesConfig::leaseNamespace).orElse(KubernetesConfig.DEFAULT_LEASE_NAMESPACE));
        keys.end();
        return new KubernetesConfig(kubeconfig, writeImports, node, leaseNamespace);
    }

    private static ConsulConfig consul(Keys keys, Optional<ConsulConfig> now) {
        URI address = keys.required(ADDRESS, now.map(ConsulConfig::address));
        Optional<Path> tokenFile = keys.optional(TOKEN_FILE, now.flatMap(ConsulConfig::tokenFile));
        Optional<Path> caFile = keys.internal(
                "caFile",
                now.flatMap(ConsulConfig::caFile),
                "nobody asked for it yet: agents have certificates that the JDK trusts");
        boolean writeImports = keys.value(
                WRITE_CONSUL_IMPORTS, now.map(ConsulConfig::writeImports).orElse(false));
        String importPrefix =
                keys.value(IMPORT_PREFIX, now.map(ConsulConfig::importPrefix).orElse(""));
        keys.end();
        return new ConsulConfig(address, tokenFile, caFile, writeImports, importPrefix);
    }
}
