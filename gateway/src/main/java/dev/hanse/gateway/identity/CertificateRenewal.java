// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.net.text.TimelessText;
import dev.hanse.net.time.Backoff;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the certificate fresh. Belongs to the control loop; only the call itself runs elsewhere. Looks at the clock
 * every minute instead of sleeping until the time has come, so that a suspended host or a corrected clock cannot make
 * it late by more than that. A certificate that is not valid yet by this clock is replaced too: it was made while a clock was
 * ahead that has been set right since.
 */
public final class CertificateRenewal {

    private static final Logger LOG = LoggerFactory.getLogger(CertificateRenewal.class);

    private static final Duration LOOK = Duration.ofMinutes(1);
    /** Looks between two renewals for the clock alone: where the clocks differ, another certificate is no better. */
    private static final int LOOKS_BETWEEN = 10;
    /** The part of the remaining time by which gateways that joined together spread their renewals. */
    private static final double JITTER = 0.1;

    private final ControlLoop loop;
    private final Executor blocking;
    private final Clock clock;
    private final RandomGenerator random;
    private final Backoff backoff;
    private final RenewalCall call;
    private final Consumer<Credentials> renewed;

    private Optional<Credentials> current;
    private int looksToWait;
    private ControlLoop.Timer timer = ControlLoop.Timer.NONE;
    private boolean stopped;
    private volatile RenewalStatus status;

    /**
     * @param loop the owner
     * @param blocking runs the call
     * @param clock wall clock: certificates end by it
     * @param random for the jitter
     * @param backoff between failed attempts
     * @param call asks for a certificate
     * @param renewed takes each new one, on the thread of {@code blocking}
     * @param first the credentials in use; empty: they are lost, and others are asked for at once
     */
    public CertificateRenewal(
            ControlLoop loop,
            Executor blocking,
            Clock clock,
            RandomGenerator random,
            Backoff backoff,
            RenewalCall call,
            Consumer<Credentials> renewed,
            Optional<IssuedCertificate> first) {
        this.loop = loop;
        this.blocking = blocking;
        this.clock = clock;
        this.random = random;
        this.backoff = backoff;
        this.call = call;
        this.renewed = renewed;
        this.current = first.map(IssuedCertificate::credentials);
        Instant now = clock.instant();
        this.status = new RenewalStatus(
                current.map(Credentials::expiresAt).orElse(now),
                jittered(first.map(IssuedCertificate::renewAt).orElse(now)),
                0,
                0,
                "");
    }

    /** Begins to look at the clock. */
    public void start() {
        loop.execute(this::look);
    }

    /** The certificate in use proves nothing any more: the next one is asked for now. Any thread. */
    public void hasten() {
        loop.execute(() -> {
            if (!stopped && clock.instant().isBefore(status.renewAt())) {
                timer.cancel();
                status = status.dueAt(clock.instant());
                look();
            }
        });
    }

    /** Ends it; an attempt under way is not waited for. */
    public void stop() {
        loop.execute(() -> {
            stopped = true;
            timer.cancel();
        });
    }

    /** Any thread. */
    public RenewalStatus status() {
        return status;
    }

    private Instant jittered(Instant renewAt) {
        Duration rest = Duration.between(clock.instant(), renewAt);
        return rest.isNegative() ? renewAt : renewAt.minusNanos((long) (rest.toNanos() * JITTER * random.nextDouble()));
    }

    private void look() {
        if (stopped) {
            return;
        }
        Duration rest = Duration.between(clock.instant(), status.renewAt());
        if (rest.isPositive() && !isDisowned()) {
            timer = loop.schedule(rest.compareTo(LOOK) < 0 ? rest : LOOK, this::look);
        } else {
            blocking.execute(this::attempt);
        }
    }

    /** Whether to ask for another certificate because this clock does not accept the one in use yet. */
    private boolean isDisowned() {
        if (notYetValid().isEmpty()) {
            looksToWait = 0;
            return false;
        }
        return looksToWait-- <= 0;
    }

    private Optional<X509Certificate> notYetValid() {
        return current.flatMap(each -> each.notYetValid(clock.instant()));
    }

    private void attempt() {
        try {
            IssuedCertificate issued = call.renew();
            renewed.accept(issued.credentials());
            loop.execute(() -> onRenewed(issued));
        } catch (JoinException e) {
            loop.execute(() -> onFailure(String.valueOf(e.getMessage())));
        } catch (RuntimeException e) {
            loop.execute(() -> onFailure("certificate renewal: " + e));
        }
    }

    private void onRenewed(IssuedCertificate issued) {
        backoff.reset();
        Instant expiresAt = issued.credentials().expiresAt();
        status = new RenewalStatus(expiresAt, jittered(issued.renewAt()), status.renewals() + 1, 0, "");
        current = Optional.of(issued.credentials());
        warnOfClocks();
        LOG.info("certificate: renewed, ends at {}, next renewal at {}", expiresAt, status.renewAt());
        look();
    }

    private void warnOfClocks() {
        notYetValid().ifPresent(early -> {
            looksToWait = LOOKS_BETWEEN;
            LOG.warn(
                    "certificate: the new one is not valid before {} by the control plane's clock, this host's clock says"
                            + " {} (expected: the same time; check time synchronisation of both)",
                    early.getNotBefore().toInstant(),
                    clock.instant());
        });
    }

    private void onFailure(String failure) {
        if (!TimelessText.of(failure).equals(TimelessText.of(status.lastFailure()))) {
            tell(failure);
        }
        status = new RenewalStatus(
                status.expiresAt(), status.renewAt(), status.renewals(), status.failures() + 1, failure);
        if (!stopped) {
            timer = loop.schedule(backoff.next(), this::look);
        }
    }

    private void tell(String failure) {
        if (current.isEmpty()) {
            LOG.warn("certificate: there is none, trying again: {}", failure);
        } else {
            LOG.warn(
                    "certificate: renewal failed, trying again; the one in use ends at {}: {}",
                    status.expiresAt(),
                    failure);
        }
    }
}
