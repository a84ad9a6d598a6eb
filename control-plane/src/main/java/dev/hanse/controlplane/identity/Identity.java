// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import dev.hanse.net.identity.SpiffeId;
import java.net.URI;
import java.util.List;

/** Who a certificate says its holder is: a SPIFFE id (SPIFFE-ID standard, section 2) in one of three forms. */
public sealed interface Identity {

    /** The cluster set that issued it: the SPIFFE trust domain. */
    String clusterSet();

    /** As a certificate carries it. */
    SpiffeId spiffeId();

    /** The SPIFFE id. */
    default URI uri() {
        return URI.create(spiffeId().toString());
    }

    /** A gateway of a member. */
    record OfGateway(String clusterSet, GatewayId gateway) implements Identity {
        @Override
        public SpiffeId spiffeId() {
            return SpiffeId.of(clusterSet, "cluster", gateway.cluster().value(), "gateway", gateway.name());
        }
    }

    /** A control plane process. */
    record OfControlPlane(String clusterSet, String name) implements Identity {
        /** Checks the name. */
        public OfControlPlane {
            DnsLabel.require("control plane name", name);
        }

        @Override
        public SpiffeId spiffeId() {
            return SpiffeId.of(clusterSet, "control-plane", name);
        }
    }

    /** A person or program that operates the cluster set. */
    record OfOperator(String clusterSet, String name) implements Identity {
        /** Checks the name. */
        public OfOperator {
            DnsLabel.require("operator name", name);
        }

        @Override
        public SpiffeId spiffeId() {
            return SpiffeId.of(clusterSet, "operator", name);
        }
    }

    /**
     * Reads a SPIFFE id; nothing but the three forms, exactly as {@link #uri} writes them.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Identity parse(String text) {
        SpiffeId id = SpiffeId.parse(text).orElseThrow(() -> malformed(text));
        List<String> path = id.path();
        if (path.size() == 4 && path.getFirst().equals("cluster") && path.get(2).equals("gateway")) {
            return new OfGateway(id.trustDomain(), new GatewayId(new ClusterId(path.get(1)), path.get(3)));
        }
        if (path.size() == 2 && path.getFirst().equals("control-plane")) {
            return new OfControlPlane(id.trustDomain(), path.get(1));
        }
        if (path.size() == 2 && path.getFirst().equals("operator")) {
            return new OfOperator(id.trustDomain(), path.get(1));
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "SPIFFE id: \"" + text + "\" (expected: spiffe://<cluster set>/cluster/<id>/gateway/<name>,"
                        + " …/control-plane/<name> or …/operator/<name>)");
    }
}
