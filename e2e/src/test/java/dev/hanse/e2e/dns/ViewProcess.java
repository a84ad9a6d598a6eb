// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.dns;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A {@link ViewServer} in a process of its own, and the DNS clients that ask it. */
final class ViewProcess implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final BufferedReader output;
    private final PrintWriter input;
    private final int port;

    private ViewProcess(Process process) throws IOException {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
        this.input = new PrintWriter(process.outputWriter(StandardCharsets.UTF_8), true);
        this.port = Integer.parseInt(expect("listening ").split(" ")[1]);
    }

    /** Starts a server on a free port of a loopback address; it has no view yet. */
    static ViewProcess start(String address, String cluster) throws IOException {
        return start(address, cluster, List.of());
    }

    /** The same with DNSSEC. */
    static ViewProcess startSigned(String address, String cluster, Path key) throws IOException {
        return start(address, cluster, List.of("-D" + ViewServer.SIGNING_KEY + "=" + key));
    }

    private static ViewProcess start(String address, String cluster, List<String> options) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"))));
        command.addAll(options);
        command.addAll(List.of(ViewServer.class.getName(), address, "0", cluster));
        return new ViewProcess(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    int port() {
        return port;
    }

    /** Changes the view line by line and publishes it. */
    void publish(long version, String lines) throws IOException {
        lines.lines().forEach(input::println);
        input.println("publish " + version);
        expect("published " + version);
    }

    /** TCP connections that are open at the server. */
    int connections() throws IOException {
        input.println("statistics");
        return Integer.parseInt(expect("DnsStatistics[").replaceAll(".*tcpConnections=(\\d+).*", "$1"));
    }

    /** The most memory that the server has had. */
    int peakMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
            return lines.filter(line -> line.startsWith("VmHWM:"))
                    .mapToInt(line -> Integer.parseInt(line.replaceAll("\\D", "")) / 1_024)
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String expect(String start) throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(start)) {
                return line;
            }
        }
        throw new AssertionError("the view server ended before it said: " + start);
    }

    /** What a client prints; the words {@code @SERVER -p PORT} are put behind its name. */
    String ask(String client, String server, String words) throws IOException, InterruptedException {
        Process asked = new ProcessBuilder((client + " @" + server + " -p " + port + " " + words).split(" "))
                .redirectErrorStream(true)
                .start();
        String text = new String(asked.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!asked.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
            asked.destroyForcibly();
            throw new AssertionError(client + " does not end");
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        input.close();
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                throw new AssertionError("the view server does not end");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            process.destroyForcibly();
            output.close();
        }
    }
}
