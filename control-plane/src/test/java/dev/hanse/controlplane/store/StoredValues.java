// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.store;

import dev.hanse.controlplane.model.AuditEntry;
import dev.hanse.controlplane.model.ClusterMember;
import dev.hanse.controlplane.model.Contribution;
import dev.hanse.controlplane.model.ExportItem;
import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.TunnelKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceTraits;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.discovery.model.SessionAffinity;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.keys.TunnelPublicKey;
import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A member with everything that it can have, for tests of stores. */
final class StoredValues {

    static final Instant NOW = Instant.parse("2026-11-23T12:00:00.123456789Z");
    static final ClusterId EAST = new ClusterId("east");
    static final GatewayId GATEWAY = new GatewayId(EAST, "gw-1");
    static final ServiceName WEB = new ServiceName("shop", "web");
    private static final byte[] KEY = new byte[32];

    static {
        KEY[1] = 9;
    }

    static final ClusterMember CLUSTER = new ClusterMember(
            EAST,
            List.of(IpPrefix.parse("10.10.0.0/16"), IpPrefix.parse("fd00:10::/48")),
            List.of(IpPrefix.parse("10.96.0.0/12")),
            List.of(IpPrefix.parse("10.10.0.0/16")),
            NOW);
    static final GatewayMember MEMBER = new GatewayMember(
            GATEWAY,
            NOW,
            NOW.plusSeconds(86_400),
            Optional.of(NOW),
            "0.1.0",
            Optional.of(new GatewayTunnel(
                    TunnelPublicKey.of(KEY),
                    List.of("192.0.2.1:51820"),
                    List.of(PacketCipher.AES_256_GCM, PacketCipher.CHACHA20_POLY1305),
                    true,
                    4,
                    true)),
            new TunnelKeys(NOW.plusSeconds(1), Optional.of(TunnelPublicKey.of(new byte[32]))),
            true);
    static final ExportItem SERVICE = new ExportItem.Service(new ServiceExport(
            WEB,
            ServiceType.HEADLESS,
            NOW,
            List.of(new ServicePort("http", Protocol.TCP, 80, "http")),
            new ServiceTraits(SessionAffinity.CLIENT_IP, "Local", "PreferClose", Map.of("a", "b"), Map.of("c", "d"))));
    static final ExportItem SLICE = new ExportItem.Slice(new EndpointSlice(
            WEB,
            "a",
            List.of(ServicePort.of("http", Protocol.UDP, 8080)),
            List.of(new Endpoint(InetAddress.ofLiteral("fd00:10::7"), "web-0", false, 7))));

    private StoredValues() {}

    static Contribution contribution(ExportItem item, long stamp) {
        return new Contribution(GATEWAY, item.key(), stamp, Optional.of(item), Optional.empty());
    }

    static StateChange put(ExportItem item, long stamp) {
        return new StateChange.PutContribution(contribution(item, stamp));
    }

    static AuditEntry done(String actor, String action, String subject, Instant at) {
        return new AuditEntry(at, actor, action, subject, AuditEntry.GRANTED, "");
    }

    static AuditEntry refused(String actor, String subject, Instant at) {
        return new AuditEntry(at, actor, "cluster.register", subject, "TOKEN_USED", "x");
    }

    static StateChange count(AuditEntry... refusals) {
        return new StateChange.CountRefusals(List.of(refusals));
    }
}
