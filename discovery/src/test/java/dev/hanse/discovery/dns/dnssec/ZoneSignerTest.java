// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.dns.dnssec.ZoneSigner.Purpose;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/** Protects when a signature is made, kept, renewed and refused. */
class ZoneSignerTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final ZoneKey KEY = ZoneKey.generate("clusterset.local");

    private final AtomicReference<Instant> now = new AtomicReference<>(START);
    private final AtomicLong nanos = new AtomicLong();
    private final ZoneSigner signer = new ZoneSigner(KEY, now::get, nanos::get);

    private static CanonicalSet addresses(String name, byte[]... addresses) {
        try {
            byte[] owner = Name.fromString(name).toWireCanonical();
            return new CanonicalSet(owner, Type.A, 5, List.of(addresses));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static CanonicalSet numbered(int number) {
        return addresses("n" + number + ".clusterset.local.", new byte[] {10, 0, 0, 1});
    }

    private static final CanonicalSet SET =
            addresses("a.clusterset.local.", new byte[] {10, 0, 0, 1}, new byte[] {(byte) 200, 0, 0, 1});

    private RRSIGRecord signature(CanonicalSet set) throws IOException {
        byte[] content = signer.sign(set, Purpose.RECORDS);
        assertThat(content).hasSize(signer.octets());
        Name name = set.toRrset().getName();
        return (RRSIGRecord) Record.newRecord(name, Type.RRSIG, DClass.IN, 5, content);
    }

    @Test
    void signsSoThatOthersCanVerify() throws Exception {
        RRSIGRecord signature = signature(SET);
        DNSSEC.verify(SET.toRrset(), signature, KEY.own(), START);
        assertThat(signature.getTimeSigned()).isEqualTo(START.minus(Duration.ofHours(1)));
        assertThat(signature.getExpire()).isEqualTo(START.plus(Duration.ofHours(4)));
        assertThat(signature.getOrigTTL()).isEqualTo(5);
        assertThat(signature.getLabels()).isEqualTo(3);
    }

    @Test
    void countsNoLabelForALiteralStar() throws Exception {
        CanonicalSet star = addresses("*.clusterset.local.", new byte[] {10, 0, 0, 1});
        assertThat(signature(star).getLabels()).isEqualTo(2);
        DNSSEC.verify(star.toRrset(), signature(star), KEY.own(), START);
    }

    @Test
    void signsTheSameRecordsOnceWhateverTheirOrder() {
        byte[] first = signer.sign(SET, Purpose.RECORDS);
        CanonicalSet turned =
                addresses("a.clusterset.local.", new byte[] {(byte) 200, 0, 0, 1}, new byte[] {10, 0, 0, 1});
        assertThat(signer.sign(turned, Purpose.RECORDS)).isSameAs(first);
        assertThat(signer.made()).isEqualTo(1);
    }

    @Test
    void signsOtherRecordsAnew() {
        signer.sign(SET, Purpose.RECORDS);
        signer.sign(addresses("a.clusterset.local.", new byte[] {10, 0, 0, 1}), Purpose.RECORDS);
        signer.sign(addresses("b.clusterset.local.", new byte[] {10, 0, 0, 1}), Purpose.RECORDS);
        assertThat(signer.made()).isEqualTo(3);
    }

    @Test
    void renewsLongBeforeExpiration() throws IOException {
        signature(SET);
        now.set(START.plus(Duration.ofMinutes(59)));
        signature(SET);
        assertThat(signer.made()).isEqualTo(1);
        now.set(START.plus(Duration.ofMinutes(61)));
        assertThat(signature(SET).getExpire()).isEqualTo(START.plus(Duration.ofMinutes(301)));
    }

    @Test
    void renewsWhenTheClockIsPutBack() throws IOException {
        signature(SET);
        now.set(START.minus(Duration.ofMinutes(1)));
        signature(SET);
        assertThat(signer.made()).isEqualTo(2);
    }

    @Test
    void refusesBeyondTheBudgetUntilTimeHasPassed() {
        spend(Purpose.UNKNOWN_NAME_BY_DATAGRAM, 200);
        assertThat(signer.sign(numbered(9_999), Purpose.UNKNOWN_NAME_BY_DATAGRAM))
                .isNull();
        assertThat(signer.refused()).isEqualTo(1);
        nanos.addAndGet(Duration.ofMillis(5).toNanos());
        assertThat(signer.sign(numbered(9_999), Purpose.UNKNOWN_NAME_BY_DATAGRAM))
                .isNotNull();
        assertThat(signer.sign(numbered(9_998), Purpose.UNKNOWN_NAME_BY_DATAGRAM))
                .isNull();
    }

    private void spend(Purpose purpose, int signatures) {
        for (int i = 0; i < signatures; i++) {
            assertThat(signer.sign(numbered(i), purpose)).as("signature %d", i).isNotNull();
        }
    }

    @Test
    void keepsABudgetForRecordsAndOneForConnections() {
        spend(Purpose.UNKNOWN_NAME_BY_DATAGRAM, 200);
        assertThat(signer.sign(SET, Purpose.RECORDS)).isNotNull();
        assertThat(signer.sign(SET, Purpose.UNKNOWN_NAME_BY_STREAM)).isNotNull();
    }

    @Test
    void answersFromMemoryWithoutABudget() {
        spend(Purpose.UNKNOWN_NAME_BY_DATAGRAM, 200);
        assertThat(signer.sign(numbered(7), Purpose.UNKNOWN_NAME_BY_DATAGRAM)).isNotNull();
        now.set(START.plus(Duration.ofHours(2)));
        assertThat(signer.sign(numbered(7), Purpose.UNKNOWN_NAME_BY_DATAGRAM)).isNotNull();
        now.set(START.plus(Duration.ofHours(3)));
        assertThat(signer.sign(numbered(7), Purpose.UNKNOWN_NAME_BY_DATAGRAM)).isNull();
        assertThat(signer.made()).isEqualTo(200);
    }

    @Test
    void remembersUpToANumber() {
        SignatureCache cache = new SignatureCache(2);
        Signature signature = new Signature(new byte[1], START);
        cache.put(new byte[] {1}, signature);
        cache.put(new byte[] {2}, signature);
        cache.get(new byte[] {1});
        cache.put(new byte[] {3}, signature);
        assertThat(cache.size()).isEqualTo(2);
        assertThat(cache.get(new byte[] {1})).isSameAs(signature);
        assertThat(cache.get(new byte[] {2})).isNull();
    }
}
