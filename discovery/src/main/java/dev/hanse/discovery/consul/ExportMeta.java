// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.Selection;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * What the service meta of an instance says of its export; docs/sources.md describes the keys.
 *
 * @param service the exported name
 * @param type how it is consumed
 * @param portName may be empty
 * @param protocol of the instance's port
 * @param traits how DNS chooses among the endpoints
 * @param weight share of the clients; 0: no new ones
 */
record ExportMeta(
        ServiceName service, ServiceType type, String portName, Protocol protocol, ServiceTraits traits, int weight) {

    private static final String EXPORT = "clusterset-export";
    private static final String NAMESPACE = "clusterset-namespace";
    private static final String SERVICE = "clusterset-service";
    private static final String TYPE = "clusterset-type";
    private static final String PORT_NAME = "clusterset-port-name";
    private static final String PROTOCOL = "clusterset-protocol";
    private static final String SELECTION = "clusterset-selection";
    private static final String AFFINITY = "clusterset-session-affinity";
    private static final String WEIGHT = "clusterset-weight";

    private static final Pattern WEIGHT_FORM = Pattern.compile("[0-9]{1,4}");

    /** A sidecar inherits the meta of the service that it stands before, but is another service. */
    private static final String SIDECAR = "-sidecar-proxy";

    /** Whether the instance is to be exported: what stands for an import never is, whoever adds to its meta. */
    static boolean optsIn(ConsulInstance instance) {
        return "true".equals(instance.meta().get(EXPORT))
                && !instance.service().endsWith(SIDECAR)
                && !ImportMark.isIn(instance.meta());
    }

    /**
     * Reads the meta of an instance that opts in.
     *
     * @throws IllegalArgumentException if a key is missing or has another form; the message names it
     */
    static ExportMeta of(ConsulInstance instance) {
        String namespace = text(instance, NAMESPACE)
                .orElseThrow(() -> new IllegalArgumentException("no meta " + NAMESPACE + " (expected: the namespace)"));
        String name = text(instance, SERVICE).orElse(instance.service());
        return new ExportMeta(
                new ServiceName(
                        DnsLabel.require("meta " + NAMESPACE, namespace), DnsLabel.require(nameKey(instance), name)),
                type(text(instance, TYPE).orElse("cluster-set-ip")),
                text(instance, PORT_NAME)
                        .map(port -> DnsLabel.require("meta " + PORT_NAME, port))
                        .orElse(""),
                protocol(text(instance, PROTOCOL).orElse("tcp")),
                ServiceTraits.of(
                        parsed(instance, AFFINITY, SessionAffinity::parse).orElse(SessionAffinity.NONE),
                        parsed(instance, SELECTION, Selection::parse)),
                parsed(instance, WEIGHT, ExportMeta::weight).orElse(1));
    }

    private static <T> Optional<T> parsed(ConsulInstance instance, String key, Function<String, T> parser) {
        try {
            return text(instance, key).map(parser);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("meta " + key + ": " + e.getMessage(), e);
        }
    }

    private static int weight(String text) {
        if (!WEIGHT_FORM.matcher(text).matches() || Integer.parseInt(text) > Endpoint.MAX_WEIGHT) {
            throw new IllegalArgumentException(
                    "\"" + text + "\" (expected: a whole number from 0 to " + Endpoint.MAX_WEIGHT + ")");
        }
        return Integer.parseInt(text);
    }

    private static String nameKey(ConsulInstance instance) {
        return text(instance, SERVICE).isPresent() ? "meta " + SERVICE : "name of the service, without meta " + SERVICE;
    }

    private static Optional<String> text(ConsulInstance instance, String key) {
        return Optional.ofNullable(instance.meta().get(key)).filter(value -> !value.isEmpty());
    }

    private static ServiceType type(String text) {
        return switch (text) {
            case "cluster-set-ip" -> ServiceType.CLUSTER_SET_IP;
            case "headless" -> ServiceType.HEADLESS;
            default -> throw unknown(TYPE, text, "cluster-set-ip or headless");
        };
    }

    private static Protocol protocol(String text) {
        return switch (text) {
            case "tcp" -> Protocol.TCP;
            case "udp" -> Protocol.UDP;
            case "sctp" -> Protocol.SCTP;
            default -> throw unknown(PROTOCOL, text, "tcp, udp or sctp");
        };
    }

    private static IllegalArgumentException unknown(String key, String value, String expected) {
        return new IllegalArgumentException("meta " + key + ": \"" + value + "\" (expected: " + expected + ")");
    }
}
