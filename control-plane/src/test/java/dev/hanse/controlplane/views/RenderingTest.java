// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.controlplane.model.GatewayTunnel;
import dev.hanse.controlplane.model.PacketCipher;
import dev.hanse.controlplane.model.Position;
import dev.hanse.controlplane.testing.Fixture;
import dev.hanse.discovery.model.ServiceType;
import dev.hanse.net.keys.TunnelPublicKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Protects gateways that resume from rules that have changed: whoever changes what views the same exports give has to begin
 * another epoch, by raising {@link ViewLog#FORMAT}.
 */
class RenderingTest {

    /** SHA-256 over the views below, for each form of views that was ever released. */
    private static final Map<String, String> RENDERED =
            Map.of("5-", "144094d3723deb825651e4384a0f6ecaff0e36538dc57ff1eb58f15d264c2298");

    @Test
    void sameExportsGiveTheSameViewUnlessTheFormIsRaised() throws Exception {
        String views = views();

        assertThat(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(views.getBytes(StandardCharsets.UTF_8))))
                .as("raise ViewLog.FORMAT and add its digest here, for views became:%n%s", views)
                .isEqualTo(RENDERED.get(ViewLog.FORMAT));
    }

    /** Two clusters that agree and disagree, endpoints that are accepted and refused, and a peer. */
    private static String views() {
        Fixture fixture = new Fixture();
        GatewayId east = fixture.join("east", 1);
        GatewayId west = fixture.join("west", 2);
        byte[] key = new byte[32];
        key[0] = 1;
        fixture.federation.updateGateway(GatewayMember.joined(east, Fixture.NOW, Fixture.NOW)
                .connected(
                        Fixture.NOW,
                        "test",
                        Optional.of(new GatewayTunnel(
                                TunnelPublicKey.of(key),
                                List.of("192.0.2.1:51820"),
                                List.of(PacketCipher.CHACHA20_POLY1305),
                                true,
                                1,
                                false))));
        fixture.snapshot(
                east,
                Fixture.service("shop/web"),
                Fixture.slice("shop/web", "a", "10.1.0.7", "10.1.0.8"),
                Fixture.slice("shop/web", "foreign", "10.2.0.7"),
                Fixture.service("shop/db"));
        fixture.snapshot(
                west,
                Fixture.service("shop/web", Fixture.NOW.minusSeconds(60), ServiceType.CLUSTER_SET_IP),
                Fixture.slice("shop/web", "b", "10.2.0.7"),
                Fixture.service("shop/db", Fixture.NOW, ServiceType.HEADLESS),
                Fixture.slice("shop/none", "c", "10.2.0.9"));
        return rendered(fixture, east) + rendered(fixture, west);
    }

    private static String rendered(Fixture fixture, GatewayId gateway) {
        return fixture.federation.since(gateway, Position.NONE).upserts().stream()
                .map(ViewItem::toString)
                .sorted()
                .collect(Collectors.joining("\n", gateway + ":\n", "\n"));
    }
}
