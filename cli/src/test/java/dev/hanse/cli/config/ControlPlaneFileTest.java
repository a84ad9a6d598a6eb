// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.controlplane.ControlPlaneConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Protects the keys of control-plane.yaml: defaults, full mapping, each invalid value. */
final class ControlPlaneFileTest {

    @TempDir
    private Path folder;

    @Test
    void fillsInDefaults() throws IOException {
        ControlPlaneConfig config = read("""
                cluster-set: demo
                name: cp-1
                advertise: [198.51.100.10:9443]
                """);
        assertThat(EffectiveConfig.of(config))
                .containsExactly(
                        "cluster-set=demo",
                        "name=cp-1",
                        "data-dir=/var/lib/hanse/control-plane",
                        "listen=0.0.0.0:9443",
                        "advertise=[198.51.100.10:9443]",
                        "status-listen=127.0.0.1:9480");
    }

    @Test
    void mapsEveryKey() throws IOException {
        ControlPlaneConfig config = read("""
                cluster-set: prod.example
                name: cp-2
                data-dir: data
                listen: "[2001:db8::1]:9000"
                advertise: [cp-2.example:9000, "[2001:db8::1]:9000"]
                status-listen: 0.0.0.0:9001
                """);
        assertThat(config)
                .isEqualTo(new ControlPlaneConfig(
                        "prod.example",
                        "cp-2",
                        folder.resolve("data"),
                        new InetSocketAddress("2001:db8::1", 9000),
                        List.of("cp-2.example:9000", "[2001:db8::1]:9000"),
                        new InetSocketAddress("0.0.0.0", 9001)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: localhost:9443            | localhost",
                "listen: 127.0.0.1                 | 127.0.0.1",
                "listen: 127.0.0.1:99999           | 99999",
                "status-listen: 1                  | status-listen",
                "advertise: 198.51.100.10:9443     | advertise",
                "advertise: [198.51.100.10]        | 198.51.100.10",
                "data-dir: []                      | data-dir",
                "lisen: 127.0.0.1:9443             | did you mean \"listen\"?",
                "colour: blue                      | unknown key \"colour\""
            })
    void refusesAnInvalidValueWithItsPlace(String line, String named) {
        assertThatThrownBy(() -> read("cluster-set: demo\nname: cp-1\n" + line + "\n"))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining(named)
                .hasMessageContaining("control-plane.yaml");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: cp-1                 | cluster-set",
                "cluster-set: demo          | name",
                "'cluster-set: Demo\nname: cp-1\nadvertise: [\"cp:1\"]' | Demo",
                "'cluster-set: demo\nname: cp-1\nlisten: 0.0.0.0:9443' | advertise",
                "'cluster-set: demo\nname: [' | control-plane.yaml line"
            })
    void refusesAnIncompleteFile(String text, String named) {
        assertThatThrownBy(() -> read(text)).isInstanceOf(CommandFailure.class).hasMessageContaining(named);
    }

    @Test
    void saysWhenThereIsNoFile() {
        Path missing = folder.resolve("missing.yaml");
        assertThatThrownBy(() -> ControlPlaneFile.read(missing))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.line()).contains(missing + " does not exist", "--config"));
    }

    private ControlPlaneConfig read(String text) throws IOException {
        Path file = folder.resolve("control-plane.yaml");
        Files.writeString(file, text);
        return ControlPlaneFile.read(file);
    }
}
