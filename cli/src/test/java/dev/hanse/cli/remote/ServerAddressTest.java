// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.cli.output.CommandFailure;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects the forms of {@code --server}. */
final class ServerAddressTest {

    @ParameterizedTest
    @CsvSource({
        "cp.example:9000,cp.example,9000",
        "cp.example,cp.example,9443",
        "192.0.2.1:1,192.0.2.1,1",
        "[2001:db8::1]:9443,2001:db8::1,9443",
        "[2001:db8::1],2001:db8::1,9443"
    })
    void readsHostAndPort(String text, String host, int port) {
        assertThat(ServerAddress.parse(text)).isEqualTo(new ServerAddress(host, port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ":9443", "host:", "host:x", "host:0", "host:65536", "2001:db8::1"})
    void refusesOtherFormsWithTheValue(String text) {
        assertThatThrownBy(() -> ServerAddress.parse(text))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("\"" + text + "\"");
    }
}
