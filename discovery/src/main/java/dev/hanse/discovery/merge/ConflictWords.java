// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.IpFamily;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.util.Set;
import java.util.stream.Collectors;

/** The value of a field that exports disagree about, in the words of Kubernetes. */
final class ConflictWords {

    private ConflictWords() {}

    static String of(Object value) {
        return switch (value) {
            case ServiceType type ->
                switch (type) {
                    case CLUSTER_SET_IP -> "ClusterSetIP";
                    case HEADLESS -> "Headless";
                };
            case SessionAffinity affinity ->
                switch (affinity) {
                    case NONE -> "None";
                    case CLIENT_IP -> "ClientIP";
                };
            case Integer seconds -> seconds + " s";
            case String word -> word.isEmpty() ? "the default" : word;
            case Set<?> families ->
                families.stream()
                        .sorted()
                        .map(family -> ((IpFamily) family).text())
                        .collect(Collectors.joining(" and "));
            default -> value.toString();
        };
    }
}
