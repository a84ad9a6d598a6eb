// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.yaml.YamlException;
import dev.hanse.net.yaml.YamlMapping;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The exports file as a whole; docs/sources.md describes its format. */
final class ExportsFile {

    private static final int MAX_SERVICES = 10_000;

    private ExportsFile() {}

    /**
     * Reads all services.
     *
     * @throws YamlException with the place of the first mistake
     */
    static List<FileService> parse(YamlMapping root) {
        List<YamlMapping> entries = root.requiredMappings("services");
        if (entries.size() > MAX_SERVICES) {
            throw root.error("services", entries.size() + " entries", "expected: at most " + MAX_SERVICES);
        }
        Set<ServiceName> names = new HashSet<>();
        List<FileService> services = new ArrayList<>();
        for (YamlMapping entry : entries) {
            FileService service = service(entry);
            if (!names.add(service.name())) {
                throw entry.error("name", service.name() + " stands here twice", "expected: each service once");
            }
            services.add(service);
        }
        root.rejectUnknown();
        return services;
    }

    private static FileService service(YamlMapping entry) {
        ServiceType type = entry.optionalValue("type", ExportsFile::type).orElse(ServiceType.CLUSTER_SET_IP);
        ServiceName name = entry.value("name", ServiceName::parse);
        Optional<Instant> createdAt = entry.optionalValue("created-at", ExportsFile::instant);
        ServiceTraits traits = traits(entry, type);
        List<ServicePort> ports = PortEntries.read(entry, type);
        return new FileService(name, type, createdAt, traits, ports, EndpointEntries.read(entry, ports));
    }

    /** Clients choose among the endpoints of a headless service themselves. */
    private static ServiceTraits traits(YamlMapping entry, ServiceType type) {
        Optional<SessionAffinity> affinity = entry.optionalValue("session-affinity", SessionAffinity::parse);
        Optional<Selection> selection = entry.optionalValue("selection", Selection::parse);
        if (type == ServiceType.HEADLESS && (affinity.isPresent() || selection.isPresent())) {
            throw entry.error(
                    selection.isPresent() ? "selection" : "session-affinity",
                    "of no use for a headless service, all endpoints are answered",
                    "expected: type: cluster-set-ip");
        }
        return ServiceTraits.of(affinity.orElse(SessionAffinity.NONE), selection);
    }

    private static ServiceType type(String text) {
        return switch (text) {
            case "cluster-set-ip" -> ServiceType.CLUSTER_SET_IP;
            case "headless" -> ServiceType.HEADLESS;
            default -> throw new IllegalArgumentException("\"" + text + "\" (expected: cluster-set-ip or headless)");
        };
    }

    private static Instant instant(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("\"" + text + "\" (expected: a time as 2026-11-23T16:00:00Z)", e);
        }
    }
}
