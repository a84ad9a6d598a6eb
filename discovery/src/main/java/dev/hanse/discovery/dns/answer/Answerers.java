// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.answer;

import dev.hanse.discovery.dns.dnssec.ZoneSigner;
import dev.hanse.discovery.dns.wire.SipHash;
import dev.hanse.discovery.dns.wire.WireName;
import dev.hanse.discovery.dns.zone.Zone;
import dev.hanse.net.time.NanoClock;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Makes one {@link Answerer} for each thread and keeps hold of their counters. Any thread. */
public final class Answerers {

    private final WireName apex;
    private final Supplier<@Nullable Zone> zones;
    private final byte[] identity;
    private final int idleTenths;
    private final int responsesPerSecond;
    private final InstantSource clock;
    private final NanoClock nanoClock;
    private final RandomGenerator random;
    private final @Nullable ZoneSigner signer;
    private final SipHash cookieHash;
    private final List<Counters> counters = new CopyOnWriteArrayList<>();

    /** With what all answerers share; the zone is not signed. */
    public Answerers(
            WireName apex,
            Supplier<@Nullable Zone> zones,
            String identity,
            Duration idle,
            int responsesPerSecond,
            InstantSource clock,
            NanoClock nanoClock,
            RandomGenerator random) {
        this(apex, zones, identity, idle, responsesPerSecond, clock, nanoClock, random, null);
    }

    /**
     * With what all answerers share.
     *
     * @param zones the newest zone; null before the first
     * @param identity for NSID and {@code id.server}, ASCII; empty: not told
     * @param idle how long connections may idle, told to clients that ask
     * @param responsesPerSecond UDP answers of one answerer to one client network; 0: no limit
     * @param clock for cookies
     * @param nanoClock for cut answers and the rate limit
     * @param random source of the cookie secret; a secure one
     * @param signer signs for clients that ask for it; null: the zone is not signed
     */
    public Answerers(
            WireName apex,
            Supplier<@Nullable Zone> zones,
            String identity,
            Duration idle,
            int responsesPerSecond,
            InstantSource clock,
            NanoClock nanoClock,
            RandomGenerator random,
            @Nullable ZoneSigner signer) {
        this.apex = apex;
        this.zones = zones;
        this.identity = identity.getBytes(StandardCharsets.US_ASCII);
        this.idleTenths = (int) Math.min(idle.toMillis() / 100, 0xffff);
        this.responsesPerSecond = responsesPerSecond;
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.random = random;
        this.signer = signer;
        this.cookieHash = new SipHash(random.nextLong(), random.nextLong());
    }

    /** One for the calling thread, or for the one that it is handed to. */
    public Answerer create() {
        Counters own = new Counters();
        counters.add(own);
        Cookies cookies = new Cookies(cookieHash, () -> clock.millis() / 1000);
        RrSetWriter rrSetWriter = new RrSetWriter(nanoClock, random.nextLong());
        return new Answerer(
                apex,
                zones,
                new EdnsWriter(identity, cookies, idleTenths, signer != null),
                rrSetWriter,
                new ChaosAnswer(identity),
                new RateLimit(responsesPerSecond, nanoClock),
                cookies,
                own,
                signer == null ? null : new SignedAnswer(apex, signer, rrSetWriter, own));
    }

    /** The counters of all answerers made so far. */
    public List<Counters> counters() {
        return List.copyOf(counters);
    }
}
