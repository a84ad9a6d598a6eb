// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import dev.hanse.net.time.NanoClock;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;

/**
 * Gives signatures for what is answered, from memory or made now. What may be asked for without end, names that do not
 * exist, has a memory and a budget of its own, so that nobody who makes names up keeps others from answers. Any thread.
 */
public final class ZoneSigner {

    private static final Logger LOG = LoggerFactory.getLogger(ZoneSigner.class);

    /** Octets of an ECDSA P-256 signature (RFC 6605 section 4). */
    private static final int SIGNATURE_OCTETS = 64;

    /** RDATA before the signer's name (RFC 4034 section 3.1). */
    private static final int FIXED_OCTETS = 18;

    /** What is signed, and how much of it for everybody together. */
    public enum Purpose {
        /** Records of the zone and what its names do not have. */
        RECORDS(1_000, 16_384),
        /** Names that do not exist, asked for over UDP, perhaps with a forged sender. */
        UNKNOWN_NAME_BY_DATAGRAM(200, 4_096),
        /** Names that do not exist, asked for on a connection. */
        UNKNOWN_NAME_BY_STREAM(200, 4_096);

        private final int perSecond;
        private final int remembered;

        Purpose(int perSecond, int remembered) {
            this.perSecond = perSecond;
            this.remembered = remembered;
        }
    }

    private final ZoneKey key;
    private final InstantSource clock;
    private final int octets;
    private final Map<Purpose, Allowance> allowances = new EnumMap<>(Purpose.class);
    private final LongAdder made = new LongAdder();
    private final LongAdder refused = new LongAdder();

    private record Allowance(SignatureCache cache, SigningBudget budget) {}

    /**
     * With a key.
     *
     * @param clock for inception and expiration
     * @param nanoClock for the budgets
     */
    public ZoneSigner(ZoneKey key, InstantSource clock, NanoClock nanoClock) {
        this.key = key;
        this.clock = clock;
        this.octets = FIXED_OCTETS + key.own().getName().toWireCanonical().length + SIGNATURE_OCTETS;
        for (Purpose purpose : Purpose.values()) {
            SignatureCache cache = new SignatureCache(purpose.remembered);
            allowances.put(purpose, new Allowance(cache, new SigningBudget(purpose.perSecond, nanoClock)));
        }
    }

    /** Octets of each signature's RDATA. */
    public int octets() {
        return octets;
    }

    /** RDATA of the zone's DNSKEY records. */
    public List<byte[]> keys() {
        List<byte[]> contents = new ArrayList<>();
        for (DNSKEYRecord published : key.published()) {
            contents.add(published.rdataToWireCanonical());
        }
        return contents;
    }

    /** RDATA of an RRSIG record for the set; null: the budget is spent. Not to be written to. */
    public byte @Nullable [] sign(CanonicalSet set, Purpose purpose) {
        byte[] digest = set.digest();
        Allowance allowance = Objects.requireNonNull(allowances.get(purpose));
        Instant now = clock.instant();
        Signature known = allowance.cache.get(digest);
        if (known != null && known.isFresh(now)) {
            return known.content();
        }
        Signature fresh = allowance.budget.take() ? make(set, now) : null;
        if (fresh != null) {
            made.increment();
            allowance.cache.put(digest, fresh);
            return fresh.content();
        }
        if (known != null && known.isUsable(now)) {
            return known.content();
        }
        refused.increment();
        return null;
    }

    private @Nullable Signature make(CanonicalSet set, Instant now) {
        try {
            Instant inception = now.minus(Signature.SKEW);
            byte[] content =
                    key.sign(set.toRrset(), inception, now.plus(Signature.LIFE)).rdataToWireCanonical();
            return new Signature(content, now);
        } catch (IOException | DNSSEC.DNSSECException e) {
            LOG.error("a set of records could not be signed; please report this", e);
            return null;
        }
    }

    /** Signatures made so far. */
    public long made() {
        return made.sum();
    }

    /** Signatures not given because the budget was spent. */
    public long refused() {
        return refused.sum();
    }
}
