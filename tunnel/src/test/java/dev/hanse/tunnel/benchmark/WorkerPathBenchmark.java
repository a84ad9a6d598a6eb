// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.crypto.CipherSuite;
import dev.hanse.tunnel.crypto.CipherWarmup;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.VirtioHeader;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The whole way of packets between two endpoints, with fakes for TUN and UDP: one operation is a burst that is read, cut, sealed and sent by
 * one worker, then received, opened, joined and written by the other. With {@code -prof gc}: what it allocates.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class WorkerPathBenchmark {

    /** What the pods send. */
    public enum Load {
        /** One TCP packet that is cut into 46. */
        LARGE_TCP,
        /** As many UDP datagrams of 64 octets. */
        SMALL_UDP
    }

    private static final int PACKETS = 46;

    /** Implementation of the cipher. */
    @Param({"NONE", "OPENSSL", "JDK"})
    public BenchmarkEngine engine = BenchmarkEngine.NONE;

    /** AEAD. */
    @Param
    public CipherSuite suite = CipherSuite.AES_256_GCM;

    /** What the pods send. */
    @Param
    public Load load = Load.LARGE_TCP;

    private BenchmarkEndpoint east = new BenchmarkEndpoint(1, engine.engine(), suite);
    private BenchmarkEndpoint west = new BenchmarkEndpoint(2, engine.engine(), suite);
    private byte[] packet = {};
    private int count;

    /** Warms the cipher as a start does, then opens the session. */
    @Setup
    public void connect() {
        new CipherWarmup(System::nanoTime).run(engine.engine(), List.of(suite));
        east = new BenchmarkEndpoint(1, engine.engine(), suite);
        west = new BenchmarkEndpoint(2, engine.engine(), suite);
        PacketBuilder builder = new PacketBuilder().addresses("10.1.0.5", "10.2.0.6");
        switch (load) {
            case LARGE_TCP -> {
                packet = builder.payload(new byte[PACKETS * 1380]).buildPartial(1380);
                count = 1;
            }
            case SMALL_UDP -> {
                packet = builder.udp().payload(new byte[64]).buildPartial(65_535);
                count = PACKETS;
            }
        }
        east.connect(west, packet);
    }

    /** There and no way back. */
    @Benchmark
    public long carries() {
        east.tun().offer(packet, count);
        east.worker().onTunReadable();
        east.deliver();
        west.worker().onPortReadable();
        west.deliver();
        return west.tun().octets();
    }

    /** A benchmark of packets that are dropped would look fast. */
    @TearDown
    public void check() {
        if (!east.worker().drops().toMap().isEmpty()
                || !west.worker().drops().toMap().isEmpty()) {
            throw new IllegalStateException("dropped: " + east.worker().drops().toMap() + ", "
                    + west.worker().drops().toMap());
        }
        if (packet.length <= VirtioHeader.OCTETS || west.tun().octets() < packet.length) {
            throw new IllegalStateException("nothing was carried");
        }
    }
}
