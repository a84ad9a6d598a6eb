// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.net.time.NanoClock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * Protects the choice of the cipher engine: never one that is missing or wrong, and a clear word when it was demanded.
 */
class EngineSelectionTest {

    private static final List<CipherSuite> SUITES = List.of(CipherSuite.values());

    @Test
    void takesTheJdkWhereThereIsNoOther() {
        EngineSelection selection = new EngineSelection(steps(1_000), wanted -> Optional.empty());
        assertThat(selection.choose(EngineChoice.AUTO, SUITES)).isInstanceOf(JdkEngine.class);
        assertThat(selection.choose(EngineChoice.JDK, SUITES)).isInstanceOf(JdkEngine.class);
    }

    @Test
    void saysWhatToDoIfOpenSslIsMissing() {
        EngineSelection selection = new EngineSelection(steps(1_000), wanted -> Optional.empty());
        assertThatThrownBy(() -> selection.choose(EngineChoice.OPENSSL, SUITES))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("libcrypto.so.3 was not found")
                .hasMessageContaining("set AUTO or JDK");
    }

    @Test
    void choosesSomethingThatWorksOnThisMachine() {
        CipherEngine engine = new EngineSelection(steps(100_000)).choose(EngineChoice.AUTO, SUITES);
        assertThat(new EngineSelfTest(new JdkEngine()).passes(engine, SUITES)).isTrue();
    }

    @Test
    void failsAnEngineThatFlipsABit() {
        assertThat(new EngineSelfTest(new JdkEngine()).passes(new WrongEngine(1, false), SUITES))
                .isFalse();
    }

    @Test
    void failsAnEngineThatOpensForgeries() {
        assertThat(new EngineSelfTest(new JdkEngine()).passes(new WrongEngine(0, true), SUITES))
                .isFalse();
    }

    @Test
    void prefersOpenSslFromThreeFiveOn() {
        assertThat(new OpenSslVersion(3, 4, 9).fast()).isFalse();
        assertThat(new OpenSslVersion(3, 5, 0).fast()).isTrue();
        assertThat(new OpenSslVersion(4, 0, 0).fast()).isTrue();
    }

    @Test
    void warmsUpWithinItsLimit() {
        AtomicLong calls = new AtomicLong();
        NanoClock slow = () -> calls.getAndIncrement() * CipherWarmup.LIMIT_NANOS;
        new CipherWarmup(slow).run(new JdkEngine(), SUITES);
        assertThat(calls.get()).isLessThanOrEqualTo(4L * SUITES.size());
    }

    private static NanoClock steps(long nanos) {
        AtomicLong clock = new AtomicLong();
        return () -> clock.addAndGet(nanos);
    }

    /** The JDK's cipher with a fault built in. */
    private record WrongEngine(int flip, boolean credulous) implements CipherEngine {

        @Override
        public String name() {
            return "wrong";
        }

        @Override
        public PacketCipher create(CipherSuite suite, byte[] key) {
            PacketCipher right = new JdkEngine().create(suite, key);
            return new PacketCipher() {
                @Override
                public void seal(int binding, long counter, byte[] src, int at, int length, byte[] dst, int to) {
                    right.seal(binding, counter, src, at, length, dst, to);
                    dst[to] ^= (byte) flip;
                }

                @Override
                public boolean open(int binding, long counter, byte[] src, int at, int length, byte[] dst, int to) {
                    return right.open(binding, counter, src, at, length, dst, to) || credulous;
                }

                @Override
                public void close() {
                    right.close();
                }
            };
        }
    }
}
