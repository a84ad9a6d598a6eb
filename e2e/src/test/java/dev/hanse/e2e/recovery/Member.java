// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.e2e.federation.GatewayFolder;
import dev.hanse.e2e.host.CommandResult;
import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A gateway without a tunnel on a host of its own, with a file of exports. */
final class Member {

    private static final Pattern EXPIRY =
            Pattern.compile("^hanse_certificate_expiry_seconds (\\S+)$", Pattern.MULTILINE);

    private static final Duration STOP_LIMIT = Eventually.LIMIT;

    private final TestHost host;
    private final GatewayFolder folder;
    private final int net;
    private final Map<String, String> exports = new LinkedHashMap<>();
    private Optional<TestProcess> process = Optional.empty();

    private Member(TestHost host, GatewayFolder folder, int net) {
        this.host = host;
        this.folder = folder;
        this.net = net;
    }

    /**
     * Writes its configuration.
     *
     * @param net pods of its cluster are in 10.NET.0.0/16
     */
    static Member prepare(TestLab lab, TestHost host, String cluster, String gateway, int net) throws IOException {
        GatewayFolder folder = GatewayFolder.write(
                lab,
                host,
                host.name(),
                cluster,
                "10." + net + ".0.0/16",
                "127.0.0.1:5353",
                "127.0.0.1:9481",
                "sources: {file: {path: exports.yaml}}\n");
        Path config = folder.file("gateway.yaml");
        Files.writeString(config, Files.readString(config).replace("name: gw-1", "name: " + gateway));
        Member member = new Member(host, folder, net);
        member.writeExports();
        return member;
    }

    /** The address of a pod of its cluster. */
    String pod(int number) {
        return "10." + net + ".0." + number;
    }

    GatewayFolder folder() {
        return folder;
    }

    TestHost host() {
        return host;
    }

    TestProcess process() {
        return process.orElseThrow();
    }

    /** Starts it and does not wait. */
    TestProcess begin() {
        process = Optional.of(folder.start());
        return process();
    }

    /** Starts it and waits until it serves. */
    TestProcess start() {
        process = Optional.of(folder.startReady());
        return process();
    }

    void stop() {
        process().stop(STOP_LIMIT);
    }

    /** As a disk that is replaced: everything is gone but the configuration and what it names. */
    void loseData() {
        try (Stream<Path> files = Files.walk(folder.file("data"))) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exports one service more, with one endpoint. */
    void export(String service, int pod) throws IOException {
        export(service, pod, "cluster-set-ip");
    }

    /**
     * As above.
     *
     * @param type {@code cluster-set-ip} or {@code headless}
     */
    void export(String service, int pod, String type) throws IOException {
        exports.put(service, """
                  - name: %s
                    type: %s
                    ports: [{name: http, port: 80}]
                    endpoints: [{address: %s, hostname: pod-%d}]
                """.formatted(service, type, pod(pod), pod));
        writeExports();
    }

    void withdraw(String service) throws IOException {
        exports.remove(service);
        writeExports();
    }

    private void writeExports() throws IOException {
        Path fresh = folder.file("exports.yaml.new");
        Files.writeString(
                fresh, exports.isEmpty() ? "services: []\n" : "services:\n" + String.join("", exports.values()));
        Files.move(fresh, folder.file("exports.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The addresses that this cluster gets for a service now, asking once. */
    List<String> resolve(String service) {
        CommandResult answer = host.run(dig(name(service), "+short"));
        return answer.output().lines().filter(line -> line.matches("[0-9.]+")).toList();
    }

    /** Waits until the cluster gets these addresses and no others. */
    void awaitAddresses(String service, String... addresses) {
        Eventually.eventually(
                host.name() + " resolves " + service,
                ClusterSet.LIMIT,
                () -> assertThat(resolve(service)).containsExactly(addresses));
    }

    /** {@code shop/web} as clients ask for it. */
    static String name(String service) {
        String[] words = service.split("/", 2);
        return words[1] + "." + words[0] + ".svc.clusterset.local";
    }

    /** The words that ask this gateway by DNS. */
    static String[] dig(String name, String option) {
        return new String[] {"dig", "+time=1", "+tries=1", option, "-p", "5353", "@127.0.0.1", name, "A"};
    }

    /** What it says under a path of its status port. */
    String status(String path) {
        return host.run("curl", "-sS", "--max-time", "20", "http://127.0.0.1:9481" + path)
                .output();
    }

    /** How long its certificate is good by its own clock. */
    Duration certificateLeft() {
        Matcher seconds = EXPIRY.matcher(status("/metrics"));
        assertThat(seconds.find()).as("it says how long").isTrue();
        return Duration.ofSeconds((long) Double.parseDouble(seconds.group(1)));
    }

    void awaitConnected() {
        Eventually.eventually(
                host.name() + " is connected",
                ClusterSet.LIMIT,
                () -> assertThat(status("/metrics")).contains("\nhanse_link_up 1.0\n"));
    }
}
