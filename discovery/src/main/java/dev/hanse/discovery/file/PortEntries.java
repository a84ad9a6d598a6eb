// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.text.Utf8;
import dev.hanse.net.yaml.YamlMapping;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The ports of one service in the file, each by its name; several may have one number. */
final class PortEntries {

    private PortEntries() {}

    static List<ServicePort> read(YamlMapping service, ServiceType type) {
        List<YamlMapping> entries = service.mappings("ports");
        if (entries.isEmpty() && type != ServiceType.HEADLESS) {
            throw service.error("ports", "none", "expected: at least one, unless the type is headless");
        }
        if (entries.size() > ServiceExport.MAX_PORTS) {
            throw service.error("ports", entries.size() + " entries", "expected: at most " + ServiceExport.MAX_PORTS);
        }
        Set<String> taken = new HashSet<>();
        List<ServicePort> ports = new ArrayList<>();
        for (YamlMapping entry : entries) {
            ServicePort port = port(entry, entries.size() == 1);
            if (!taken.add(port.name())) {
                throw entry.error("port stands here twice", "expected: each name once");
            }
            ports.add(port);
        }
        return ports;
    }

    /** Where one endpoint listens: as the service says, unless it says otherwise. */
    static List<ServicePort> ofEndpoint(YamlMapping endpoint, List<ServicePort> ports) {
        Optional<YamlMapping> own = endpoint.mapping("ports");
        if (own.isPresent()) {
            return ports.stream()
                    .map(port -> port.listeningOn(own.get().number(port.name(), 1, 65_535, port.port())))
                    .toList();
        }
        if (endpoint.has("port") && ports.size() != 1) {
            throw endpoint.error(
                    "port", "the service has " + ports.size() + " ports", "expected: ports: {name: number}");
        }
        return ports.stream()
                .map(port -> port.listeningOn(endpoint.number("port", 1, 65_535, port.port())))
                .toList();
    }

    /** A port needs a name where there are several. */
    private static ServicePort port(YamlMapping entry, boolean single) {
        return new ServicePort(
                single
                        ? entry.optionalValue("name", PortEntries::name).orElse("")
                        : entry.value("name", PortEntries::name),
                entry.optionalValue("protocol", PortEntries::protocol).orElse(Protocol.TCP),
                entry.number("port", 1, 65_535),
                entry.optionalValue("app-protocol", PortEntries::appProtocol).orElse(""));
    }

    private static String name(String text) {
        return DnsLabel.require("port name", text);
    }

    private static Protocol protocol(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "sctp" -> Protocol.SCTP;
            default -> throw new IllegalArgumentException("\"" + text + "\" (expected: tcp, udp or sctp)");
        };
    }

    private static String appProtocol(String text) {
        int octets = Utf8.octets(text);
        if (octets > ServicePort.MAX_APP_PROTOCOL) {
            throw new IllegalArgumentException(
                    octets + " octets (expected: at most " + ServicePort.MAX_APP_PROTOCOL + ")");
        }
        return text;
    }
}
