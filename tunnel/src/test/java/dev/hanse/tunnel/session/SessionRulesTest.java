// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.session;

import static dev.hanse.tunnel.session.LoneSession.REMOTE;
import static dev.hanse.tunnel.session.LoneSession.SECOND;
import static dev.hanse.tunnel.session.LoneSession.WEST;
import static dev.hanse.tunnel.session.LoneSession.sends;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.invoke.MethodHandles;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Protects the rules of one session to the nanosecond: when it calls whom, whose keypair counts, and what it gives up. */
class SessionRulesTest {

    private static final InetSocketAddress OTHER = new InetSocketAddress("192.0.2.3", 51820);
    private static final InetSocketAddress THIRD = new InetSocketAddress("192.0.2.4", 51820);

    private final LoneSession lone = new LoneSession();

    @Test
    void aSecondCallWaitsForFiveSecondsAfterTheFirst() throws ReflectiveOperationException {
        Keypair worn = lone.calls(10 * SECOND);
        sealed(worn, SessionLimits.REJECT_AFTER_MESSAGES - 1);
        assertThat(lone.request(11 * SECOND)).as("one message is left").isEmpty();
        sealed(worn, SessionLimits.REJECT_AFTER_MESSAGES);
        assertThat(lone.request(11 * SECOND)).as("too early").isEmpty();
        assertThat(lone.tick(15 * SECOND - 1)).isEmpty();
        assertThat(sends(lone.tick(15 * SECOND))).hasSize(1);
    }

    @Test
    void aCallAfterFiveSecondsGoesAtOnce() throws ReflectiveOperationException {
        Keypair worn = lone.calls(10 * SECOND);
        sealed(worn, SessionLimits.REJECT_AFTER_MESSAGES);
        assertThat(sends(lone.request(15 * SECOND))).hasSize(1);
    }

    @Test
    void aKeyThatIsTooOldIsAsGoodAsNone() {
        lone.calls(0);
        assertThat(lone.request(SessionLimits.REJECT_AFTER_TIME - 1)).isEmpty();
        assertThat(sends(lone.request(SessionLimits.REJECT_AFTER_TIME))).hasSize(1);
    }

    @Test
    void triesAgainAfterFiveSecondsAndAThirdAtMost() {
        List<Long> gaps = new ArrayList<>();
        lone.request(0);
        long last = 0;
        for (long now = 0; now < 80 * SECOND; now += SECOND / 100) {
            if (!lone.tick(now).isEmpty()) {
                gaps.add(now - last);
                last = now;
            }
        }
        assertThat(gaps)
                .hasSizeGreaterThan(13)
                .allMatch(gap -> gap >= 5 * SECOND && gap <= 5 * SECOND + SECOND * 35 / 100);
        assertThat(gaps.stream().distinct()).as("jitter").hasSizeGreaterThan(5);
    }

    @Test
    void triesTheAddressesInTurn() {
        lone.apply(lone.config(REMOTE, OTHER, THIRD));
        List<InetSocketAddress> called = new ArrayList<>();
        sends(lone.request(0)).forEach(send -> called.add(send.remote()));
        for (long now = 0; now < 25 * SECOND; now += SECOND / 10) {
            sends(lone.tick(now)).forEach(send -> called.add(send.remote()));
        }
        assertThat(called).startsWith(REMOTE, OTHER, THIRD, REMOTE);
    }

    @Test
    void givesUpAfterNinetySeconds() {
        lone.request(0);
        assertThat(lone.tick(90 * SECOND - 1)).noneMatch(SessionAction.Abandoned.class::isInstance);
        assertThat(lone.tick(90 * SECOND)).containsExactly(new SessionAction.Abandoned(0, WEST));
        assertThat(lone.session().status(90 * SECOND).handshaking()).isFalse();
    }

    @Test
    void newAddressesServeUntilThePeerIsHeardThere() {
        lone.apply(lone.config(OTHER));
        assertThat(lone.activity().remote()).as("without a session").isEqualTo(OTHER);
        lone.calls(0);
        assertThat(lone.activity().remote()).as("it answered from there").isEqualTo(REMOTE);
        lone.apply(lone.config(THIRD));
        assertThat(lone.activity().remote()).as("it was heard elsewhere").isEqualTo(REMOTE);
        lone.tick(SessionLimits.REJECT_AFTER_TIME);
        lone.apply(lone.config(THIRD));
        assertThat(lone.activity().remote()).as("the session is over").isEqualTo(THIRD);
    }

    @Test
    void aPeerThatGoesIsPublishedAlsoWithoutASession() {
        assertThat(lone.apply()).hasExactlyElementsOfTypes(SessionAction.Publish.class);
    }

    @Test
    void tellsHowOldItIs() {
        lone.calls(3 * SECOND);
        assertThat(lone.session().status(10 * SECOND).age())
                .hasValueSatisfying(age -> assertThat(age).hasSeconds(7));
    }

    @Test
    void whatWasSentBeforeThePeerCalledNeedsNoAnswer() {
        lone.calls(0);
        lone.activity().dataSent(1, 100, SECOND);
        lone.tick(2 * SECOND);
        lone.answers(10 * SECOND);
        assertThat(lone.tick(17 * SECOND)).isEmpty();
        lone.activity().dataSent(1, 100, 18 * SECOND);
        assertThat(lone.tick(18 * SECOND)).isEmpty();
        assertThat(sends(lone.tick(33 * SECOND))).as("what was sent since does").hasSize(1);
    }

    /** Both ends must settle on the same keypair, whatever version each of them is. */
    @Test
    void theLowerKeyWinsIfBothCallAtOnce() {
        for (long seed = 1; seed < 9; seed++) {
            LoneSession each = new LoneSession(seed);
            List<SessionAction> call = each.request(SECOND);
            Keypair theirs = each.answers(SECOND);
            Keypair ours = each.called(call, 2 * SECOND);
            each.confirm(theirs);
            assertThat(each.sending()).isSameAs(weAreLower(each) ? ours : theirs);
        }
    }

    @Test
    void keypairsThatGoAreErasedAtOnce() {
        Keypair first = lone.calls(0);
        Keypair second = lone.calls(SessionLimits.REJECT_AFTER_TIME);
        assertThat(first).isNotSameAs(second);
        Keypair waiting = lone.answers(SessionLimits.REJECT_AFTER_TIME + SECOND);
        assertThat(lone.session().keypairs()).containsExactly(second, waiting, first);
        Keypair newer = lone.answers(SessionLimits.REJECT_AFTER_TIME + 2 * SECOND);
        assertThat(lone.session().keypairs()).as("the one that waited").containsExactly(second, newer, first);
        assertThat(lone.confirm(newer)).contains(new SessionAction.Erase(0, first));
        assertThat(lone.session().keypairs()).containsExactly(newer, second);
    }

    @Test
    void aKeypairThatComesTooLateTakesThePlaceOfTheLastOne() {
        LoneSession winner = new LoneSession(winningSeed());
        Keypair first = winner.calls(0);
        long rekey = SessionLimits.REKEY_AFTER_TIME;
        winner.activity().dataSent(1, 1, rekey);
        List<SessionAction> call = winner.tick(rekey);
        Keypair theirs = winner.answers(rekey);
        Keypair second = winner.called(call, rekey + SECOND);
        assertThat(winner.session().keypairs()).containsExactly(second, theirs, first);
        assertThat(winner.confirm(theirs)).contains(new SessionAction.Erase(0, first));
        assertThat(winner.session().keypairs()).containsExactly(second, theirs);
    }

    @Test
    void secretsOfAPeerThatGoesAreOverwritten() {
        PeerKeys keys = Objects.requireNonNull(lone.peers.find(WEST)).keys();
        assertThat(keys.staticSecret()).isNotEqualTo(new byte[32]);
        lone.apply();
        assertThat(keys.staticSecret()).containsOnly(0);
        assertThat(keys.presharedKey()).containsOnly(0);
    }

    @Test
    void everyIndexIsFreedAgain() {
        lone.request(0);
        for (long now = 0; now < 90 * SECOND; now += SECOND) {
            lone.tick(now);
            assertThat(lone.indices()).as("only that of the newest try").isOne();
        }
        lone.tick(90 * SECOND);
        assertThat(lone.indices()).as("given up").isZero();
        lone.request(100 * SECOND);
        lone.apply();
        assertThat(lone.indices()).as("no longer configured").isZero();
    }

    @Test
    void indicesOfKeypairsAreFreedWithThem() {
        lone.calls(0);
        assertThat(lone.indices()).isOne();
        for (int i = 1; i < 10; i++) {
            lone.answers(i * SECOND);
            assertThat(lone.indices()).as("the sending one, and one that waits").isEqualTo(2);
        }
        lone.tick(10 * SECOND + SessionLimits.REJECT_AFTER_TIME);
        assertThat(lone.indices()).isZero();
        assertThat(lone.session().keypairs()).isEmpty();
    }

    /** A seed whose key is lower than the peer's. */
    private static long winningSeed() {
        long seed = 1;
        while (!weAreLower(new LoneSession(seed))) {
            seed++;
        }
        return seed;
    }

    private static boolean weAreLower(LoneSession each) {
        return Arrays.compareUnsigned(each.key.publicKey(), each.westKey) < 0;
    }

    private static void sealed(Keypair keypair, long frames) throws ReflectiveOperationException {
        WorkerCells cells = (WorkerCells) MethodHandles.privateLookupIn(Keypair.class, MethodHandles.lookup())
                .findVarHandle(Keypair.class, "cells", WorkerCells.class)
                .get(keypair);
        cells.write(0, frames);
    }
}
