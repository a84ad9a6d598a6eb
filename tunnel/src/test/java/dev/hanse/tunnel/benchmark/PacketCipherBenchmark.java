// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.PacketCipher;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Sealing and opening of one packet. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class PacketCipherBenchmark {

    /** Implementation. */
    @Param({"JDK", "OPENSSL"})
    public BenchmarkEngine engine = BenchmarkEngine.JDK;

    /** AEAD. */
    @Param
    public CipherSuite suite = CipherSuite.AES_256_GCM;

    /** Length of the packet. */
    @Param({"64", "1400"})
    public int octets;

    private PacketCipher cipher = engine.engine().create(suite, new byte[PacketCipher.KEY_OCTETS]);
    private byte[] packet = {};
    private byte[] frame = {};
    private byte[] sealed = {};
    private long counter;

    /** Seals the frame that is opened over and over. */
    @Setup
    public void seal() {
        cipher = engine.engine().create(suite, new byte[PacketCipher.KEY_OCTETS]);
        packet = new byte[octets];
        frame = new byte[octets + PacketCipher.TAG_OCTETS];
        sealed = new byte[frame.length];
        cipher.seal(4, counter++, packet, 0, octets, sealed, 0);
    }

    /** A new counter for each. */
    @Benchmark
    public byte[] seals() {
        cipher.seal(4, counter++, packet, 0, octets, frame, 0);
        return frame;
    }

    /** The same frame. */
    @Benchmark
    public boolean opens() {
        return cipher.open(4, 0, sealed, 0, sealed.length, packet, 0);
    }
}
