// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects operators from addresses that mean something else than they think. */
class ConsulConfigTest {

    @ParameterizedTest
    @CsvSource({
        "http://127.0.0.1:8500,8500,false",
        "http://consul.example,8500,false",
        "https://[::1]/,8501,true",
        "https://consul.example:443,443,true"
    })
    void readsAddresses(URI address, int port, boolean tls) {
        assertThat(ConsulConfig.of(address).port()).isEqualTo(port);
        assertThat(ConsulConfig.of(address).tls()).isEqualTo(tls);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"127.0.0.1", "ftp://a:1", "http:///x", "http://a/v1", "http://u:hush@a:1", "http://a?token=hush"
            })
    void refusesOtherAddressesWithoutShowingSecrets(String address) {
        assertThatThrownBy(() -> ConsulConfig.of(URI.create(address)).requireStartable())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected: http://host:port")
                .hasMessageNotContaining("hush");
    }

    @Test
    void refusesACaFileWithoutTls() {
        assertThatThrownBy(() ->
                        new ConsulConfig(URI.create("http://a:8500"), Optional.empty(), Optional.of(Path.of("ca.pem"))))
                .hasMessageContaining("expected: an https address");
    }
}
