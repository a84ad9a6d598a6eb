// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.identity;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.DnsLabel;
import java.net.URI;

/** Who a certificate says its holder is: a SPIFFE id (SPIFFE-ID standard, section 2) in one of three forms. */
public sealed interface Identity {

    /** The cluster set that issued it: the SPIFFE trust domain. */
    String clusterSet();

    /** The part of the SPIFFE id behind the trust domain. */
    String path();

    /** The SPIFFE id. */
    default URI uri() {
        return URI.create("spiffe://" + clusterSet() + "/" + path());
    }

    /** A gateway of a member. */
    record OfGateway(String clusterSet, GatewayId gateway) implements Identity {
        @Override
        public String path() {
            return "cluster/" + gateway.cluster() + "/gateway/" + gateway.name();
        }
    }

    /** A control plane process. */
    record OfControlPlane(String clusterSet, String name) implements Identity {
        /** Checks the name. */
        public OfControlPlane {
            DnsLabel.require("control plane name", name);
        }

        @Override
        public String path() {
            return "control-plane/" + name;
        }
    }

    /** A person or program that operates the cluster set. */
    record OfOperator(String clusterSet, String name) implements Identity {
        /** Checks the name. */
        public OfOperator {
            DnsLabel.require("operator name", name);
        }

        @Override
        public String path() {
            return "operator/" + name;
        }
    }

    /**
     * Reads a SPIFFE id; nothing but the three forms, exactly as {@link #uri} writes them.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    static Identity parse(String text) {
        String[] parts = text.split("/", -1);
        if (parts.length < 5 || !parts[0].equals("spiffe:") || !parts[1].isEmpty() || parts[2].isEmpty()) {
            throw malformed(text);
        }
        if (parts.length == 7 && parts[3].equals("cluster") && parts[5].equals("gateway")) {
            return new OfGateway(parts[2], new GatewayId(new ClusterId(parts[4]), parts[6]));
        }
        if (parts.length == 5 && parts[3].equals("control-plane")) {
            return new OfControlPlane(parts[2], parts[4]);
        }
        if (parts.length == 5 && parts[3].equals("operator")) {
            return new OfOperator(parts[2], parts[4]);
        }
        throw malformed(text);
    }

    private static IllegalArgumentException malformed(String text) {
        return new IllegalArgumentException(
                "SPIFFE id: \"" + text + "\" (expected: spiffe://<cluster set>/cluster/<id>/gateway/<name>,"
                        + " …/control-plane/<name> or …/operator/<name>)");
    }
}
