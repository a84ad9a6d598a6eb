// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.ProcessMemory;
import dev.hanse.net.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/** The two clusters that {@code hanse demo --keep} has left running, to fail parts of them. */
final class KeptDemo implements AutoCloseable {

    static final String WEB = "web.shop.svc.clusterset.local";

    private static final Pattern IPV4 = Pattern.compile("\\d+\\.\\d+\\.\\d+\\.\\d+");

    private final Path folder;
    private final String runId;

    private KeptDemo(Path folder, String runId) {
        this.folder = folder;
        this.runId = runId;
    }

    static KeptDemo start(Path folder) throws IOException {
        DemoRun run = DemoRun.toEnd(folder, "--keep");
        assertThat(run.output()).contains("The demo worked");
        return new KeptDemo(folder, run.runId());
    }

    /** A file of the demo. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** What a command on a host printed; fails unless it exits with 0. */
    String run(String host, String... words) {
        try {
            Process process = new ProcessBuilder(inside(host, words))
                    .redirectErrorStream(true)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor())
                    .as(host + ": " + String.join(" ", words) + ": " + printed)
                    .isZero();
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    /** Starts a process on a host in the way the demo does, so that the demo's end is its end too. */
    void start(String host, String label, String... words) {
        List<String> command = new ArrayList<>(List.of("setsid"));
        command.addAll(inside(host, words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("log").resolve(label + ".log").toFile()));
        builder.environment().putAll(Distribution.environment());
        builder.environment().put("HANSE_DEMO_RUN", runId);
        builder.environment().put("HANSE_JAVA_OPTIONS", "-Djava.io.tmpdir=" + folder.resolve("tmp"));
        try {
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Pings from a host every 10 ms and returns at the first answer. */
    void awaitReply(String host, String address) {
        Process ping;
        try {
            ping = new ProcessBuilder(inside(host, "ping", "-n", "-i", "0.01", address)).start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        try (BufferedReader lines = ping.inputReader()) {
            assertThat(lines.lines().anyMatch(line -> line.contains("time=")))
                    .as("an answer from " + address)
                    .isTrue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            ping.destroyForcibly();
        }
    }

    /** Resident memory of the one process of a host whose command line holds {@code words}, in KiB. */
    long residentKib(String host, String words) throws IOException {
        return ProcessMemory.of(process(host, words).pid()).resident() >> 10;
    }

    /** Starts {@code hanse} with these words on a host. */
    void startHanse(String host, String label, String... words) {
        List<String> command = new ArrayList<>(List.of(Distribution.executable()));
        command.addAll(Arrays.asList(words));
        start(host, label, command.toArray(String[]::new));
    }

    /** Ends, at once, the one process of a host whose command line holds {@code words}. */
    void kill(String host, String words) {
        ProcessHandle found = process(host, words);
        found.destroyForcibly();
        found.onExit().join();
    }

    /** Stops the one process of a host whose command line holds {@code words} for a while, as a machine that is suspended. */
    void stall(String host, String words, Duration length) {
        String pid = Long.toString(process(host, words).pid());
        run("", "kill", "-STOP", pid);
        try {
            Thread.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        } finally {
            run("", "kill", "-CONT", pid);
        }
    }

    private ProcessHandle process(String host, String words) {
        List<ProcessHandle> found = run("", "ip", "netns", "pids", namespace(host))
                .lines()
                .map(pid -> ProcessHandle.of(Long.parseLong(pid.strip())))
                .flatMap(java.util.Optional::stream)
                .filter(process -> commandLine(process).contains(words))
                .toList();
        assertThat(found).as(words + " on " + host).hasSize(1);
        return found.getFirst();
    }

    /** Addresses that a west pod gets for a name now, asking its own gateway once; empty: none. */
    List<String> addresses(String name) {
        return answer(name).lines().filter(IPV4.asMatchPredicate()).sorted().toList();
    }

    /** The response code that a west pod gets for a name. */
    String rcode(String name) {
        String printed = run("west-pod-1", "dig", "+time=1", "+tries=1", "@10.20.0.1", name, "A");
        return printed.lines()
                .filter(line -> line.contains("status: "))
                .map(line -> line.replaceAll(".*status: (\\w+),.*", "$1"))
                .findFirst()
                .orElse("none");
    }

    /** The page that a west pod fetches by name. */
    String page() {
        return run("west-pod-1", "curl", "-sS", "--fail", "--max-time", "3", "http://" + WEB + "/");
    }

    /** The value of the one metric of a gateway that has the name and the labels. */
    long metric(String host, String name, String... labels) {
        String printed = run(host, "curl", "-sS", "--fail", "--max-time", "20", "http://127.0.0.1:9481/metrics");
        List<String> found = printed.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .toList();
        assertThat(found).as(name + " in " + printed).hasSize(1);
        return (long) Double.parseDouble(found.getFirst().replaceAll(".* ", ""));
    }

    /** Waits until resolution and traffic are as at the start of the demo. */
    void awaitHealthy() {
        Eventually.eventually("the demo is whole", Eventually.LIMIT, () -> {
            assertThat(addresses(WEB)).containsExactly("10.10.0.11", "10.10.0.12");
            assertThat(page()).contains("I see 10.20.0.11");
        });
    }

    /** Runs an operator's verb on the control plane's host. */
    String operator(String... verb) {
        List<String> words = new ArrayList<>(List.of(Distribution.executable()));
        words.addAll(List.of(verb));
        words.addAll(List.of("--server", "198.51.100.2:9443"));
        words.addAll(
                List.of("--credentials", file("control-plane/data/operator").toString()));
        return run("control-plane", words.toArray(String[]::new));
    }

    private String answer(String name) {
        return run("west-pod-1", "dig", "+short", "+time=1", "+tries=1", "@10.20.0.1", name, "A");
    }

    private List<String> inside(String host, String... words) {
        List<String> command =
                new ArrayList<>(host.isEmpty() ? List.of() : List.of("ip", "netns", "exec", namespace(host)));
        command.addAll(Arrays.asList(words));
        return command;
    }

    private String namespace(String host) {
        return "hanse-" + runId + "-" + host;
    }

    private static String commandLine(ProcessHandle process) {
        try {
            Path file = Path.of("/proc", Long.toString(process.pid()), "cmdline");
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    @Override
    public void close() throws IOException {
        DemoRun clean = DemoRun.toEnd(folder, "--clean");
        assertThat(clean.output()).contains("is removed");
        assertThat(DemoRun.leftOf(runId)).isEmpty();
    }
}
