// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.gateway.testing.ManualLoop;
import dev.hanse.net.testing.ManualClock;
import dev.hanse.net.testing.TestAuthority;
import dev.hanse.net.time.Backoff;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Protects that a certificate is replaced in time, and that failing to do so is shown and tried again. */
class CertificateRenewalTest {

    private static final Duration LIFE = Duration.ofHours(24);

    private final ManualClock clock = new ManualClock();
    private final ManualLoop loop = new ManualLoop(clock);
    private final List<Credentials> renewed = new ArrayList<>();
    private boolean refuses;
    private int calls;

    /** By how much the wall clock of this host is ahead of what the loop waits by. */
    private Duration ahead = Duration.ZERO;

    /** By how much that of the control plane is. */
    private Duration authorityAhead = Duration.ZERO;

    private final Clock wall = new Clock() {
        @Override
        public Instant instant() {
            return clock.instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return clock.getZone();
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return clock.withZone(zone);
        }
    };

    private IssuedCertificate issue() {
        KeyPair keys = TestAuthority.keyPair();
        TestAuthority authority = new TestAuthority(clock.instant().plus(authorityAhead));
        Credentials credentials = new Credentials(
                keys.getPrivate(),
                List.of(authority.client(keys.getPublic(), "spiffe://demo/cluster/east/gateway/gw-1", LIFE)),
                List.of(authority.root()));
        return new IssuedCertificate(credentials, credentials.renewAt());
    }

    private CertificateRenewal renewal() {
        Backoff backoff = new Backoff(Duration.ofSeconds(2), Duration.ofMinutes(1), new Random(1));
        CertificateRenewal renewal = new CertificateRenewal(
                loop,
                Runnable::run,
                wall,
                new Random(1),
                backoff,
                () -> {
                    calls++;
                    if (refuses) {
                        throw new JoinException("certificate renewal at cp:9443: UNAVAILABLE");
                    }
                    return issue();
                },
                renewed::add,
                Optional.of(issue()));
        renewal.start();
        loop.run();
        return renewal;
    }

    /** Moves the clock in minutes, as the renewal looks at it. */
    private void pass(Duration time) {
        for (long minute = 0; minute < time.toMinutes(); minute++) {
            clock.advance(Duration.ofMinutes(1));
            loop.run();
        }
    }

    @Test
    void renewsAtTwoThirdsOfTheLifeOrAtMostATenthBefore() {
        CertificateRenewal renewal = renewal();

        pass(Duration.ofHours(14));
        assertThat(renewed).isEmpty();
        pass(Duration.ofHours(2).plusMinutes(1));
        assertThat(renewed).hasSize(1);
        assertThat(renewal.status().renewals()).isEqualTo(1);
        assertThat(renewal.status().renewAt()).isAfter(clock.instant().plus(Duration.ofHours(13)));

        pass(Duration.ofHours(17));
        assertThat(renewed).hasSize(2);
    }

    @Test
    void triesAgainUntilItSucceedsAndShowsWhyItDidNot() {
        refuses = true;
        CertificateRenewal renewal = renewal();

        pass(Duration.ofHours(17));
        assertThat(calls).isGreaterThan(20);
        assertThat(renewal.status().failures()).isEqualTo(calls);
        assertThat(renewal.status().lastFailure()).contains("UNAVAILABLE");
        assertThat(renewal.status().expiresAt()).isAfter(clock.instant());

        refuses = false;
        pass(Duration.ofMinutes(2));
        assertThat(renewed).hasSize(1);
        assertThat(renewal.status().failures()).isZero();
        assertThat(renewal.status().lastFailure()).isEmpty();
    }

    @Test
    void renewsAtOnceWhenTheHostSleptThroughTheTime() {
        renewal();

        clock.advance(Duration.ofHours(20));
        loop.run();

        assertThat(renewed).hasSize(1);
    }

    @Test
    void certificateThatTheClockDisownsIsReplacedAtOnce() {
        ahead = Duration.ofHours(1);
        authorityAhead = ahead;
        renewal();
        pass(Duration.ofMinutes(5));
        assertThat(renewed).isEmpty();

        ahead = Duration.ZERO;
        authorityAhead = ahead;
        pass(Duration.ofMinutes(2));

        assertThat(renewed).hasSize(1);
        pass(Duration.ofMinutes(30));
        assertThat(renewed).hasSize(1);
    }

    @Test
    void whereTheClocksDifferNobodyIsAskedAgainAndAgain() {
        authorityAhead = Duration.ofHours(1);
        renewal();

        pass(Duration.ofMinutes(45));

        assertThat(renewed).hasSizeBetween(3, 6);
    }

    @Test
    void stoppedRenewalLeavesNoTimer() {
        CertificateRenewal renewal = renewal();

        renewal.stop();
        loop.run();
        pass(Duration.ofHours(20));

        assertThat(calls).isZero();
        assertThat(loop.timers()).isZero();
    }
}
