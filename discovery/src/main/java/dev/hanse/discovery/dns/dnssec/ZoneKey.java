// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.dnssec;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.DClass;
import org.xbill.DNS.DNSKEYRecord;
import org.xbill.DNS.DNSSEC;
import org.xbill.DNS.DSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.RRSIGRecord;
import org.xbill.DNS.RRset;

/**
 * The combined signing key of a zone: ECDSA P-256 with SHA-256 (algorithm 13, RFC 6605). It signs the zone's records
 * and its own DNSKEY records, beside which others may be published to prepare a change of keys. Immutable.
 */
public final class ZoneKey {

    /** Time to live of the DNSKEY records, in seconds. */
    public static final int TTL_SECONDS = 300;

    static final int ALGORITHM = DNSSEC.Algorithm.ECDSAP256SHA256;
    static final int FLAGS = DNSKEYRecord.Flags.ZONE_KEY | DNSKEYRecord.Flags.SEP_KEY;

    private final DNSKEYRecord own;
    private final PrivateKey privateKey;
    private final List<DNSKEYRecord> published;

    private ZoneKey(DNSKEYRecord own, PrivateKey privateKey, List<DNSKEYRecord> published) {
        this.own = own;
        this.privateKey = privateKey;
        this.published = List.copyOf(published);
    }

    /** A new key for this zone, given without a trailing dot. */
    public static ZoneKey generate(String zone) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"), new SecureRandom());
            KeyPair pair = generator.generateKeyPair();
            DNSKEYRecord own = new DNSKEYRecord(
                    apex(zone),
                    DClass.IN,
                    TTL_SECONDS,
                    FLAGS,
                    DNSKEYRecord.Protocol.DNSSEC,
                    ALGORITHM,
                    pair.getPublic());
            return new ZoneKey(own, pair.getPrivate(), List.of(own));
        } catch (GeneralSecurityException | IOException | DNSSEC.DNSSECException e) {
            throw new IllegalStateException("no ECDSA P-256 key can be made: " + e.getMessage(), e);
        }
    }

    /**
     * The key whose private half this is, among those that are published.
     *
     * @throws IllegalArgumentException if none of them is, or one is not fit for the zone
     */
    static ZoneKey of(PrivateKey privateKey, List<DNSKEYRecord> published) {
        List<DNSKEYRecord> keys = new ArrayList<>(published.size());
        published.forEach(key -> keys.add(withOurTtl(key)));
        for (DNSKEYRecord key : keys) {
            if (signs(privateKey, key)) {
                return new ZoneKey(key, privateKey, keys);
            }
        }
        throw new IllegalArgumentException("the private key belongs to no DNSKEY record of the file");
    }

    private static DNSKEYRecord withOurTtl(DNSKEYRecord key) {
        return new DNSKEYRecord(
                key.getName(),
                DClass.IN,
                TTL_SECONDS,
                key.getFlags(),
                key.getProtocol(),
                key.getAlgorithm(),
                key.getKey());
    }

    private static boolean signs(PrivateKey privateKey, DNSKEYRecord key) {
        Instant now = Instant.now();
        RRset set = new RRset(key);
        try {
            RRSIGRecord signature = DNSSEC.sign(set, key, privateKey, now.minusSeconds(1), now.plusSeconds(60));
            DNSSEC.verify(set, signature, key, now);
            return true;
        } catch (DNSSEC.DNSSECException e) {
            return false;
        }
    }

    private static Name apex(String zone) throws IOException {
        return Name.fromString(zone, Name.root);
    }

    /** Signs a set for a time. */
    RRSIGRecord sign(RRset set, Instant inception, Instant expiration) throws DNSSEC.DNSSECException {
        return DNSSEC.sign(set, own, privateKey, inception, expiration);
    }

    /** All DNSKEY records of the zone, this key's among them. */
    List<DNSKEYRecord> published() {
        return published;
    }

    PrivateKey privateKey() {
        return privateKey;
    }

    DNSKEYRecord own() {
        return own;
    }

    /** The zone, without a trailing dot. */
    public String zone() {
        return own.getName().toString(true);
    }

    /** The number by which signatures name this key (RFC 4034 appendix B). */
    public int tag() {
        return own.getFootprint();
    }

    /** The DNSKEY record in zone-file form. */
    public String dnskey() {
        return line("DNSKEY", own.rdataToString());
    }

    /** The DS record with SHA-256 in zone-file form: the trust anchor for validating resolvers. */
    public String ds() {
        DSRecord ds = new DSRecord(own.getName(), DClass.IN, TTL_SECONDS, DNSSEC.Digest.SHA256, own);
        return line("DS", ds.rdataToString());
    }

    private String line(String type, String content) {
        return own.getName() + " IN " + type + " " + content;
    }

    @Override
    public String toString() {
        return "DNSSEC key " + tag() + " of " + zone();
    }
}
