// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.revocation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.controlplane.model.GatewayId;
import dev.hanse.controlplane.model.IssuedCertificate;
import dev.hanse.discovery.model.ClusterId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Protects revocations from the disk: what was taken down is read again in full, or its damage is noticed. */
class RevocationFileTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00.5Z");
    private static final Revocation CERTIFICATE = certificate("ab12", NOW.plusSeconds(60));
    private static final Revocation CLUSTER = new Revocation.OfCluster(new ClusterId("north"));
    private static final Revocation GATEWAY = new Revocation.OfGateway(new GatewayId(new ClusterId("north"), "gw-1"));
    private static final Revocation TOKEN = new Revocation.OfToken("t1", NOW.plusSeconds(9), NOW);

    @TempDir
    private Path directory;

    private static Revocation certificate(String serial, Instant expiresAt) {
        return new Revocation.OfCertificate(new IssuedCertificate(
                serial, "spiffe://demo/cluster/north/gateway/gw-1", NOW, expiresAt, Optional.of(NOW.plusSeconds(1))));
    }

    private Path path() {
        return directory.resolve("revocations.log");
    }

    private RevocationFile read() throws IOException {
        return RevocationFile.read(path());
    }

    private static List<Revocation> revocations(RevocationFile file) {
        return file.records().records().stream()
                .map(RevocationRecords.Numbered::revocation)
                .toList();
    }

    @Test
    void recordsComeBackInOrderAndGoOn() throws Exception {
        RevocationFile made = RevocationFile.make(path(), "00ff");
        made.append(List.of(CERTIFICATE, CLUSTER));
        made.append(List.of(TOKEN));

        RevocationFile again = read();
        again.append(List.of(GATEWAY));

        assertThat(revocations(read())).containsExactly(CERTIFICATE, CLUSTER, TOKEN, GATEWAY);
        assertThat(read().records().pin()).isEqualTo("00ff");
        assertThat(read().records().last()).isEqualTo(4);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
                .isEqualTo("rw-------");
    }

    @Test
    void whatWasTakenBackNeverWas() throws Exception {
        RevocationFile file = RevocationFile.make(path(), "00ff");
        file.append(List.of(CERTIFICATE));
        byte[] before = Files.readAllBytes(path());

        file.append(List.of(CLUSTER)).run();

        assertThat(Files.readAllBytes(path())).isEqualTo(before);
        file.append(List.of(TOKEN));
        assertThat(revocations(read())).containsExactly(CERTIFICATE, TOKEN);
    }

    @Test
    void everyFlippedBitIsNoticed() throws Exception {
        RevocationFile.make(path(), "00ff").append(List.of(CERTIFICATE, CLUSTER, TOKEN));
        byte[] good = Files.readAllBytes(path());

        for (int at = 0; at < good.length; at++) {
            byte[] bad = good.clone();
            bad[at] ^= 1;
            Files.write(path(), bad);
            if (at == good.length - 1) {
                assertThat(read().records().last())
                        .as("the end of the last line: its record never counted")
                        .isEqualTo(2);
            } else {
                assertThatThrownBy(this::read).as("octet %d", at).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void everyCutLeavesWholeRecordsOnly() throws Exception {
        RevocationFile.make(path(), "00ff").append(List.of(CERTIFICATE, CLUSTER, TOKEN));
        byte[] good = Files.readAllBytes(path());
        int head = new String(good, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;

        for (int length = head; length <= good.length; length++) {
            Files.write(path(), Arrays.copyOf(good, length));
            List<Revocation> found = revocations(read());
            assertThat(found).isEqualTo(List.of(CERTIFICATE, CLUSTER, TOKEN).subList(0, found.size()));
            read().append(List.of(CLUSTER));
            assertThat(revocations(read())).hasSize(found.size() + 1);
        }
    }

    @Test
    void linesOfAnotherFileAreNotTaken() throws Exception {
        RevocationFile.make(path(), "00ff").append(List.of(CERTIFICATE, CLUSTER, TOKEN));
        List<String> lines = Files.readAllLines(path());

        Files.writeString(path(), lines.get(0) + "\n" + lines.get(2) + "\n");

        assertThatThrownBy(this::read).isInstanceOf(IOException.class).hasMessageContaining("line 2: wrong checksum");
    }

    @Test
    void growsNoFurtherThanWhatCanStillMatter() throws Exception {
        RevocationFile file = RevocationFile.make(path(), "00ff");
        Instant ended = NOW.minus(Duration.ofDays(31));
        for (int i = 0; i < 100; i++) {
            file.append(IntStream.range(0, 200)
                    .mapToObj(each -> certificate("dead" + each, ended))
                    .toList());
            file.append(List.of(CLUSTER, certificate("live" + i, NOW)));
            file.compactIfGrown(NOW);
        }

        assertThat(Files.size(path())).isLessThan(2L << 20);
        assertThat(revocations(read())).contains(certificate("live0", NOW), certificate("live99", NOW));
        assertThat(read().records().last()).isEqualTo(100 * 202);
        file.append(List.of(TOKEN));
        assertThat(revocations(read())).endsWith(TOKEN);
    }

    @Test
    void aClockThatIsAYearAheadDropsNothingOfTheLastDays() throws Exception {
        RevocationFile file = RevocationFile.make(path(), "00ff");
        Instant ended = NOW.minus(Duration.ofDays(31));
        file.append(IntStream.range(0, 10_000)
                .mapToObj(each -> certificate("dead" + each, ended))
                .toList());
        file.append(List.of(CERTIFICATE, TOKEN, CLUSTER));
        file.append(IntStream.range(0, 1000)
                .mapToObj(each -> certificate("ahead" + each, NOW.plus(Duration.ofDays(366))))
                .toList());
        assertThat(Files.size(path())).isGreaterThan(1L << 20);

        file.compactIfGrown(NOW.plus(Duration.ofDays(365)));

        assertThat(revocations(read()))
                .contains(CERTIFICATE, TOKEN, CLUSTER)
                .hasSizeLessThan(RevocationRecords.NEWEST + 10);
    }
}
