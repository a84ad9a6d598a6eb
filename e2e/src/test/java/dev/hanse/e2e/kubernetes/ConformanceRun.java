// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * The cases of the conformance suite between two clusters. Nine run at once: each has a namespace of its own, with the label {@code of: conformance}, and waits most of its time.
 *
 * @param one the cluster that exports first
 * @param two the other one
 */
public record ConformanceRun(CaseCluster one, CaseCluster two)
        implements ConformanceImportCases, ConformanceTrafficCases, ConformanceDnsCases {

    /** Where they run. */
    public enum Place {
        /** API servers and gateways, and what stands in for pods. */
        WITHOUT_NODES,
        /** Nodes and pods. */
        WITH_PODS
    }

    private static final int CASES = 27;

    /** More take no less time, since their pods start on two cores, and each waits longer. */
    private static final int AT_ONCE = 9;

    /** Begins all; each has a test, which says what came of it, and the last one holds {@code docs/conformance.md} to them. */
    public Stream<DynamicTest> tests(Place place) {
        long begun = System.nanoTime();
        SortedMap<Row, FutureTask<Void>> running = begin();
        Stream<DynamicTest> each =
                running.entrySet().stream().map(some -> dynamicTest(name(some.getKey()), () -> await(some.getValue())));
        return Stream.concat(each, Stream.of(dynamicTest("docs/conformance.md says so", () -> {
            System.out.println("all cases had run after " + Duration.ofNanos(System.nanoTime() - begun));
            check(place, running);
        })));
    }

    private SortedMap<Row, FutureTask<Void>> begin() {
        SortedMap<Row, FutureTask<Void>> running = new TreeMap<>(Comparator.comparing(Row::number));
        for (Method method : getClass().getMethods()) {
            Row row = method.getAnnotation(Row.class);
            if (row != null) {
                assertThat(running.put(row, new FutureTask<>(() -> run(row, method))))
                        .as(name(row) + " is there twice")
                        .isNull();
            }
        }
        assertThat(running.keySet().stream().map(Row::number))
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, CASES).boxed().toList());
        ExecutorService threads = Executors.newFixedThreadPool(
                AT_ONCE, Thread.ofPlatform().daemon().factory());
        running.values().forEach(threads::execute);
        threads.shutdown();
        return running;
    }

    private Void run(Row row, Method method) throws IllegalAccessException {
        try {
            method.invoke(this);
            return null;
        } catch (InvocationTargetException e) {
            throw new AssertionError(name(row) + ": " + e.getCause(), e.getCause());
        } finally {
            both().forEach(each -> each.ended(ConformanceCases.namespaceOf(row.number())));
        }
    }

    private static String name(Row row) {
        return "row " + row.number() + ": " + row.title();
    }

    private static void await(FutureTask<Void> running) throws Throwable {
        try {
            running.get();
        } catch (ExecutionException e) {
            throw e.getCause();
        }
    }

    private static void check(Place place, SortedMap<Row, FutureTask<Void>> ended) throws IOException {
        SortedMap<Row, String> results = new TreeMap<>(ended.comparator());
        ended.forEach((row, each) -> results.put(row, each.state() == Future.State.SUCCESS ? "passes" : "**fails**"));
        ConformancePage.check(place, results);
    }
}
