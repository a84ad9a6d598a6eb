// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.file;

import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.FirstSeen;
import dev.hanse.discovery.testing.ExportSourceContract;
import dev.hanse.discovery.testing.ExportedService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;

/** Protects what the file source shares with all others. */
class FileExportSourceContractTest extends ExportSourceContract {

    @TempDir
    private Path folder;

    private String content = "services: []\n";
    private boolean broken;

    @Override
    protected ExportSource open() {
        return new FileExportSource(new FileConfig(file()), FirstSeen.inMemory(InstantSource.system()));
    }

    @Override
    protected void export(List<ExportedService> services) throws IOException {
        content = services.stream()
                .map(FileExportSourceContractTest::entry)
                .collect(Collectors.joining("", "services:\n", ""));
        if (services.isEmpty()) {
            content = "services: []\n";
        }
        write();
    }

    @Override
    protected void breakReads() throws IOException {
        broken = true;
        write();
    }

    @Override
    protected void repairReads() throws IOException {
        broken = false;
        write();
    }

    @Override
    protected void loseContent() throws IOException {
        Files.writeString(file(), "");
    }

    private void write() throws IOException {
        Path next = Files.writeString(folder.resolve("next"), broken ? "services: [" : content);
        Files.move(next, file(), StandardCopyOption.ATOMIC_MOVE);
    }

    private Path file() {
        return folder.resolve("exports.yaml");
    }

    private static String entry(ExportedService service) {
        String endpoints = service.addresses().stream()
                .map(address -> "{address: " + address + "}")
                .collect(Collectors.joining(", "));
        return "  - name: " + service.name() + "\n    ports: [{name: http, port: 80}]\n    endpoints: [" + endpoints
                + "]\n";
    }
}
