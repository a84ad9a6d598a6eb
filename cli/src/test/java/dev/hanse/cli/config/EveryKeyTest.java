// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.model.ClusterId;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the way of a setting from the file to its component: none is lost, none lands in another, and none is made up. */
final class EveryKeyTest {

    /** Another value than in the example file, for every key. */
    private static final Map<String, String> OF_CONTROL_PLANE = Map.of(
            "cluster-set", "other",
            "name", "cp-2",
            "data-dir", "other",
            "listen", "127.0.0.1:9443",
            "advertise", "[other:9443]",
            "status-listen", "127.0.0.1:1");

    private static final Map<String, String> OF_GATEWAY = Map.ofEntries(
            Map.entry("cluster", "west"),
            Map.entry("name", "gw-2"),
            Map.entry("data-dir", "other"),
            Map.entry("join-token-file", "other"),
            Map.entry("pod-prefixes", "[10.20.0.0/16]"),
            Map.entry("service-prefixes", "[10.120.0.0/16]"),
            Map.entry("status-listen", "127.0.0.1:1"),
            Map.entry("sources.file.path", "other"),
            Map.entry("sources.kubernetes.kubeconfig", "other"),
            Map.entry("sources.kubernetes.write-imports", "true"),
            Map.entry("sources.kubernetes.node", "other"),
            Map.entry("sources.kubernetes.lease-namespace", "other"),
            Map.entry("sources.consul.address", "\"http://127.0.0.1:1\""),
            Map.entry("sources.consul.token-file", "other"),
            Map.entry("sources.consul.write-imports", "true"),
            Map.entry("sources.consul.import-prefix", "other-"),
            Map.entry("dns.listen", "[127.0.0.1:1]"),
            Map.entry("dns.zone", "other.local"),
            Map.entry("dns.workers", "2"),
            Map.entry("dns.identity", "other"),
            Map.entry("dns.cluster-qualified-names", "true"),
            Map.entry("dns.responses-per-second", "1"),
            Map.entry("dns.addresses-per-answer", "1"),
            Map.entry("dns.tls.listen", "127.0.0.1:1"),
            Map.entry("dns.tls.certificate", "other"),
            Map.entry("dns.tls.private-key", "other"),
            Map.entry("dns.dnssec.key-file", "other"),
            Map.entry("tunnel.device", "other0"),
            Map.entry("tunnel.listen", "127.0.0.1:1"),
            Map.entry("tunnel.advertise", "[192.0.2.2:1]"),
            Map.entry("tunnel.ciphers", "[chacha20-poly1305]"),
            Map.entry("tunnel.workers", "2"),
            Map.entry("tunnel.cpus", "[1]"),
            Map.entry("tunnel.tun-queue-length", "16"),
            Map.entry("tunnel.socket-buffer-octets", "65536"),
            Map.entry("tunnel.engine", "jdk"),
            Map.entry("tunnel.edge", "portable"),
            Map.entry("tunnel.mtu", "1400"),
            Map.entry("tunnel.untrack-transit", "false"),
            Map.entry("nodes.listen", "127.0.0.1:1"),
            Map.entry("nodes.credentials", "other"),
            Map.entry("nodes.addresses", "[192.0.2.7]"),
            Map.entry("nodes.vxlan-device", "other1"),
            Map.entry("nodes.vxlan-port", "1"),
            Map.entry("nodes.vxlan-vni", "2"));

    private static final Map<String, String> OF_NODE = Map.of(
            "name", "other",
            "data-dir", "other",
            "gateways", "[other:1]",
            "credentials", "other",
            "status-listen", "127.0.0.1:1",
            "vxlan-device", "other1",
            "kubernetes-events", "true");

    @TempDir
    private Path folder;

    @Test
    void everyKeyOfAControlPlaneReachesItsComponent() {
        check(
                ReferenceTest.controlPlane(),
                OF_CONTROL_PLANE,
                settings -> ControlPlaneFile.read(settings.write(folder.resolve("control-plane.yaml"))),
                EffectiveConfig::of);
    }

    @Test
    void everyKeyOfAGatewayReachesItsComponent() {
        check(
                ReferenceTest.gateway(),
                OF_GATEWAY,
                settings -> GatewayFile.read(settings.write(folder.resolve("gateway.yaml"))),
                EffectiveConfig::of);
    }

    @Test
    void everyKeyOfANodeReachesItsComponent() {
        check(
                ReferenceTest.node(),
                OF_NODE,
                settings -> NodeFile.read(settings.write(folder.resolve("node.yaml"))),
                EffectiveConfig::of);
    }

    private static <T extends Record> void check(
            ExplainedKeys keys,
            Map<String, String> others,
            Function<Settings, T> read,
            Function<T, List<String>> words) {
        Settings example = Settings.of(keys);
        assertThat(others.keySet()).as("keys").isEqualTo(example.values().keySet());
        Map<String, String> left = components(read.apply(example), keys);
        example.values().keySet().forEach(key -> {
            T changed = read.apply(example.with(Map.of(key, others.get(key))));
            assertThat(different(byKey(words.apply(read.apply(example))), byKey(words.apply(changed))))
                    .as("words that change with " + key)
                    .containsExactly(key);
            List<String> components = different(components(read.apply(example), keys), components(changed, keys));
            assertThat(components).as("components that change with " + key).hasSize(1);
            left.remove(components.getFirst());
        });
        assertThat(left)
                .as("components that no key changes and that are not internal")
                .isEmpty();
    }

    private static List<String> different(Map<String, String> one, Map<String, String> other) {
        assertThat(other.keySet()).isEqualTo(one.keySet());
        return one.keySet().stream()
                .filter(key -> !Objects.equals(one.get(key), other.get(key)))
                .toList();
    }

    private static Map<String, String> byKey(List<String> words) {
        Map<String, String> values = new LinkedHashMap<>();
        words.forEach(word -> values.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1)));
        return values;
    }

    /** The components of a record and of those within it, less those without a key. */
    private static Map<String, String> components(Record config, ExplainedKeys keys) {
        Map<String, String> components = new TreeMap<>();
        List<String> internal = new ArrayList<>();
        collect(config, keys.internal(), components, internal);
        assertThat(internal)
                .as("internal components")
                .containsExactlyInAnyOrderElementsOf(keys.internal().keySet());
        return components;
    }

    private static void collect(
            Record config, Map<String, String> reasons, Map<String, String> components, List<String> internal) {
        for (RecordComponent component : config.getClass().getRecordComponents()) {
            Object value = value(config, component);
            if (reasons.containsKey(component.getName())) {
                internal.add(component.getName());
            } else if (value instanceof Optional<?> present && present.orElse(null) instanceof Record inner) {
                collect(inner, reasons, components, internal);
            } else if (value instanceof Record inner && !(value instanceof ClusterId)) {
                collect(inner, reasons, components, internal);
            } else {
                components.put(config.getClass().getSimpleName() + "." + component.getName(), String.valueOf(value));
            }
        }
    }

    private static Object value(Record config, RecordComponent component) {
        try {
            return component.getAccessor().invoke(config);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
