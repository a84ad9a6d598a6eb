// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.golden;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.file.FileConfig;
import dev.hanse.discovery.file.FileExportSource;
import dev.hanse.discovery.model.ServicePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects what is said of the exports file: each mistake with its place. What a good file leads to, the golden files of the federation show. */
final class ExportsFileGoldenTest {

    private static final int MOST_SHOWN = 50;
    private static final String TITLE = "exports.yaml";

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"exports/errors.txt", "exports/taken.txt", "exports/endpoint-addresses.txt"})
    void saysWhatIsWrongWithAFile(String golden) {
        GoldenCase.checkAll(golden, each -> Map.of("said", said(write(each.octets(TITLE)))));
    }

    @Test
    void saysWhatIsWrongWithALongFile() {
        StringBuilder seen = new StringBuilder();
        String service = "  - {name: a/b%d, ports: [{port: 80}], endpoints: []}\n";
        String endpoint = "      - address: 10.%d.%d.%d\n";
        seen.append("10000 services: ").append(said(write(many("services:\n", service, 10_000))));
        seen.append("10001 services: ").append(said(write(many("services:\n", service, 10_001))));
        String web = "services:\n  - name: shop/web\n    ports: [{port: 80}]\n    endpoints:\n";
        seen.append("10000 endpoints: ").append(said(write(many(web, endpoint, 10_000))));
        seen.append("10001 endpoints: ").append(said(write(many(web, endpoint, 10_001))));
        seen.append("9600000 octets: ")
                .append(said(write("# a long remark\n".repeat(600_000).getBytes(UTF_8))));
        GoldenFile.of("exports/long.txt").check(seen.toString());
    }

    @Test
    void saysWhyAFileCannotBeRead() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("directory"));
        GoldenFile.of("exports/unreadable.txt")
                .check("no file: " + said(folder.resolve("none.yaml")) + "a directory: " + said(directory));
    }

    private static byte[] many(String head, String line, int count) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < count; i++) {
            text.append(
                    line.contains("address")
                            ? String.format(line, i >> 16, i >> 8 & 255, i & 255)
                            : String.format(line, i));
        }
        return text.toString().getBytes(UTF_8);
    }

    private Path write(byte[] octets) {
        try {
            return Files.write(folder.resolve(TITLE), octets);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String said(Path file) {
        CompletableFuture<String> said = new CompletableFuture<>();
        try (ExportSource source =
                new FileExportSource(new FileConfig(file), FirstSeen.inMemory(InstantSource.fixed(Instant.EPOCH)))) {
            source.start(new ExportSource.Listener() {
                @Override
                public void onExports(ExportSet exports) {
                    said.complete(taken(exports));
                }

                @Override
                public void onPartial(ExportSet exports, String reason) {
                    said.complete(reason);
                }

                @Override
                public void onStale(String reason) {
                    said.complete(reason);
                }
            });
            return new Normaliser()
                            .folder(folder)
                            .normal(said.orTimeout(20, TimeUnit.SECONDS).join())
                            .strip() + "\n";
        }
    }

    private static String taken(ExportSet set) {
        int endpoints = set.slices().stream()
                .mapToInt(slice -> slice.endpoints().size())
                .sum();
        String sum = "taken, " + set.exports().size() + " exports, "
                + set.slices().size() + " endpoint slices, " + endpoints + " endpoints";
        return set.exports().size() + endpoints > MOST_SHOWN ? sum : sum + "\n" + exports(set) + endpoints(set);
    }

    private static String exports(ExportSet set) {
        return set.exports().stream()
                .map(export -> String.format(
                        "export %s, %s, since %s, affinity %s, annotations %s, ports %s%n",
                        export.name(),
                        export.type(),
                        export.createdAt(),
                        export.traits().sessionAffinity(),
                        export.traits().annotations(),
                        ports(export.ports())))
                .collect(Collectors.joining());
    }

    private static String endpoints(ExportSet set) {
        return set.slices().stream()
                .flatMap(slice -> slice.endpoints().stream()
                        .map(endpoint -> String.format(
                                "endpoint %s of %s slice %s, hostname \"%s\", %s, weight %d, ports %s%n",
                                endpoint.address().getHostAddress(),
                                slice.service(),
                                slice.name(),
                                endpoint.hostname(),
                                endpoint.ready() ? "ready" : "not ready",
                                endpoint.weight(),
                                ports(slice.ports()))))
                .collect(Collectors.joining());
    }

    private static String ports(List<ServicePort> ports) {
        return ports.stream()
                .map(port -> String.format(
                        "\"%s\" %s %d \"%s\"", port.name(), port.protocol(), port.port(), port.appProtocol()))
                .toList()
                .toString();
    }
}
