// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.GatewayMember;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.keys.PresharedKey;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects the keys of tunnels: the same for both ends and over restarts, another one for each pair and membership. */
class DerivedPairKeysTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @TempDir
    private Path directory;

    private static GatewayMember member(String cluster, Instant joinedAt) {
        return GatewayMember.joined(new GatewayId(new ClusterId(cluster), "gw-1"), joinedAt, joinedAt);
    }

    @Test
    void bothEndsGetTheSameKeyAlsoAfterRestart() throws Exception {
        Path file = directory.resolve("secret");
        GatewayMember east = member("east", NOW);
        GatewayMember west = member("west", NOW);
        DerivedPairKeys keys = DerivedPairKeys.open(file, new SecureRandom());

        assertThat(keys.of(east, west)).isEqualTo(keys.of(west, east));
        assertThat(DerivedPairKeys.open(file, new SecureRandom()).of(west, east))
                .isEqualTo(keys.of(east, west));
    }

    @Test
    void otherPairAndNewMembershipGetOtherKeys() throws Exception {
        DerivedPairKeys keys = DerivedPairKeys.open(directory.resolve("secret"), new SecureRandom());
        GatewayMember east = member("east", NOW);

        assertThat(keys.of(east, member("west", NOW)))
                .isNotEqualTo(keys.of(east, member("north", NOW)))
                .isNotEqualTo(keys.of(east, member("west", NOW.plusSeconds(1))));
    }

    @Test
    void keyIsNeverPrinted() throws Exception {
        DerivedPairKeys keys = DerivedPairKeys.open(directory.resolve("secret"), new SecureRandom());

        assertThat(keys.of(member("east", NOW), member("west", NOW))).hasToString("(secret)");
    }

    /** HMAC-SHA-256 with the name of the pair, the lower one first: a release that derives others would end every tunnel. */
    @Test
    void keysStayTheSameFromReleaseToRelease() throws Exception {
        Path file = directory.resolve("secret");
        Files.write(file, "0123456789abcdef0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
        DerivedPairKeys keys = DerivedPairKeys.open(file, new SecureRandom());
        byte[] expected = HexFormat.of().parseHex("85b6d5b9072062aa886faef2643cfd5bb48841301df4eeaf872ecd14928ca721");
        assertThat(keys.of(member("east", NOW), member("west", NOW))).isEqualTo(PresharedKey.of(expected));
        assertThat(keys.of(member("west", NOW), member("east", NOW))).isEqualTo(PresharedKey.of(expected));
    }

    @Test
    void everySecretIsAnother() throws Exception {
        PresharedKey one = DerivedPairKeys.open(directory.resolve("one"), new SecureRandom())
                .of(member("east", NOW), member("west", NOW));
        PresharedKey other = DerivedPairKeys.open(directory.resolve("other"), new SecureRandom())
                .of(member("east", NOW), member("west", NOW));
        assertThat(one).isNotEqualTo(other);
    }
}
