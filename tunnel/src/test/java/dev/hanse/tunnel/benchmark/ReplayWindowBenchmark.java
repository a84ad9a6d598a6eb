// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.benchmark;

import dev.hanse.tunnel.crypto.ReplayWindow;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The check of a frame's counter. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx256m", "-XX:+UseSerialGC", "--enable-native-access=ALL-UNNAMED"})
@State(Scope.Thread)
public class ReplayWindowBenchmark {

    private final ReplayWindow window = new ReplayWindow();
    private long counter;

    /** One after the other. */
    @Benchmark
    public boolean takesInOrder() {
        return window.acceptable(counter) && window.accept(counter++);
    }

    /** Each pair the other way round. */
    @Benchmark
    public boolean takesOutOfOrder() {
        long swapped = counter++ ^ 1;
        return window.acceptable(swapped) && window.accept(swapped);
    }
}
