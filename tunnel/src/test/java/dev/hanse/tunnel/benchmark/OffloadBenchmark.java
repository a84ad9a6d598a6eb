// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.packet.Coalescer;
import dev.hanse.tunnel.packet.PacketBuilder;
import dev.hanse.tunnel.packet.Segmenter;
import dev.hanse.tunnel.packet.VirtioHeader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** Cutting a large TCP packet, and joining its pieces again; one operation is the whole packet of 46 segments. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class OffloadBenchmark {

    private static final int SEGMENT_OCTETS = 1380;
    private static final int SEGMENTS = 46;
    private static final int HEADER_OCTETS = 40;

    private final Segmenter segmenter = new Segmenter();
    private final List<byte[]> pieces = new ArrayList<>();
    private byte[] whole = {};
    private byte[] buffer = {};
    private int written;
    private final Coalescer coalescer = new Coalescer((octets, offset, length) -> written += length, true);

    /** Makes the packet and its pieces. */
    @Setup
    public void cut() {
        whole = new PacketBuilder().payload(new byte[SEGMENTS * SEGMENT_OCTETS]).buildPartial(SEGMENT_OCTETS);
        buffer = Arrays.copyOf(whole, whole.length + 16);
        segmenter.begin(buffer, VirtioHeader.OCTETS, whole.length - VirtioHeader.OCTETS, true);
        while (segmenter.next()) {
            pieces.add(Arrays.copyOfRange(buffer, segmenter.offset(), segmenter.offset() + segmenter.length()));
        }
    }

    /** Only the first header must be put back each time. */
    @Benchmark
    public int cuts() {
        System.arraycopy(whole, 0, buffer, 0, VirtioHeader.OCTETS + HEADER_OCTETS);
        segmenter.begin(buffer, VirtioHeader.OCTETS, whole.length - VirtioHeader.OCTETS, true);
        int segments = 0;
        while (segmenter.next()) {
            segments++;
        }
        return segments;
    }

    /** With a copy of each packet, where a cipher would write it. */
    @Benchmark
    public int joins() {
        for (byte[] piece : pieces) {
            System.arraycopy(piece, 0, coalescer.buffer(), coalescer.place(piece.length), piece.length);
            coalescer.accept(piece.length, true);
        }
        coalescer.flush();
        return written;
    }
}
