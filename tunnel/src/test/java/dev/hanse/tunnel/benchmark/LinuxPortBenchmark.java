// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.net.DatagramBurst;
import dev.hanse.tunnel.net.DatagramPort;
import dev.hanse.tunnel.net.LinuxDatagramPort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** The native UDP edge over loopback: one operation is a run of datagrams that is sent by one call and received again. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class LinuxPortBenchmark {

    private static final int DATAGRAMS = 40;
    private static final int OCTETS = 1400;
    private static final int BUFFER = 1 << 20;

    private final byte[] run = new byte[DATAGRAMS * OCTETS];
    private final DatagramBurst burst = new DatagramBurst();
    private final LinuxDatagramPort from = open();
    private final LinuxDatagramPort to = open();

    /** On a port of the system's choice. */
    private static LinuxDatagramPort open() {
        try {
            return LinuxDatagramPort.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BUFFER);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** There, and asks for each datagram's sender as the packet path does. */
    @Benchmark
    public int carries() {
        if (from.send(run, 0, run.length, OCTETS, to.localAddress()) != DatagramPort.Sent.TAKEN) {
            throw new IllegalStateException("not sent");
        }
        int received = 0;
        while (received < DATAGRAMS) {
            if (to.receive(burst)) {
                for (int at = 0; at < burst.length(); at += OCTETS) {
                    received += burst.source().getPort() > 0 ? 1 : 0;
                }
            }
        }
        return received;
    }

    /** Gives the ports back. */
    @TearDown
    public void close() {
        from.close();
        to.close();
    }
}
