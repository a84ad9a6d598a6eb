// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.DnsSubdomain;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which labels and annotations of an export an import may have. Those by which the standard, we and other tools tell what is whose stay away: an export of another cluster
 * must not take an object here. So do those that the API would refuse, and the import with them.
 */
final class ExportedKeys {

    private static final Set<String> OWNERSHIP = Set.of("app.kubernetes.io/managed-by", "app.kubernetes.io/instance");

    /** Below {@code kubernetes.io} these describe an application, and nobody acts on them. */
    private static final String DESCRIBING = "app.kubernetes.io";

    /** The domains of Kubernetes, of ours, and of tools that delete or change what carries their keys. */
    private static final List<String> RESERVED = List.of(
            "kubernetes.io",
            "k8s.io",
            "x-k8s.io",
            "hanse.dev",
            "helm.sh",
            "argoproj.io",
            "fluxcd.io",
            "cattle.io",
            "carvel.dev",
            "k14s.io",
            "crossplane.io",
            "cilium.io",
            "submariner.io",
            "karmada.io",
            "open-cluster-management.io");

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
    private static final int MAX_VALUE = 63;

    private ExportedKeys() {}

    static Map<String, String> labels(Map<String, String> exported) {
        return only(exported, value -> value.isEmpty() || (value.length() <= MAX_VALUE && isName(value)));
    }

    static Map<String, String> annotations(Map<String, String> exported) {
        return only(exported, _ -> true);
    }

    private static Map<String, String> only(Map<String, String> exported, Predicate<String> value) {
        return exported.entrySet().stream()
                .filter(entry -> isFree(entry.getKey()) && value.test(entry.getValue()))
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isFree(String key) {
        int slash = key.indexOf('/');
        if (slash < 0) {
            return isName(key);
        }
        String prefix = key.substring(0, slash);
        return isName(key.substring(slash + 1))
                && DnsSubdomain.isValid(prefix)
                && !OWNERSHIP.contains(key)
                && (prefix.equals(DESCRIBING) || RESERVED.stream().noneMatch(domain -> isIn(prefix, domain)));
    }

    private static boolean isIn(String prefix, String domain) {
        return prefix.equals(domain) || prefix.endsWith("." + domain);
    }

    private static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }
}
