// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.tunnel.StaticKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

/** Writes what {@link EndpointProcess} reads, and starts it. */
final class EndpointSettings {

    private final Properties properties = new Properties();
    private final Path folder;
    private int peers;

    EndpointSettings(Path folder, String listen, String local) {
        this.folder = folder;
        set("listen", listen)
                .set("local", local)
                .set("key-file", folder.resolve("key").toString());
        set("ciphers", "AES_256_GCM,CHACHA20_POLY1305");
    }

    EndpointSettings set(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    /** Adds a WireGuard peer that must call first. */
    EndpointSettings peer(String publicKey, String prefixes) {
        String at = "peer." + peers++;
        return set(at + ".key", publicKey).set(at + ".prefixes", prefixes).set(at + ".ciphers", "CHACHA20_POLY1305");
    }

    /** Adds a WireGuard peer at an address. */
    EndpointSettings peer(String publicKey, String prefixes, String address) {
        set("peer." + peers + ".address", address);
        return peer(publicKey, prefixes);
    }

    /** Adds another endpoint of ours, with both ciphers and path probes. */
    EndpointSettings hansePeer(String publicKey, String prefixes, String address) {
        String at = "peer." + peers;
        peer(publicKey, prefixes, address);
        return set(at + ".ciphers", "AES_256_GCM,CHACHA20_POLY1305").set(at + ".probes", "true");
    }

    /** The public key of the endpoint, made on first use. */
    String publicKey() {
        try {
            return StaticKey.loadOrCreate(folder.resolve("key")).publicKey().toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    TestProcess start(TestHost host) {
        return start(host, "endpoint");
    }

    TestProcess start(TestHost host, String name) {
        return host.startJava(name, EndpointProcess.class, write().toString());
    }

    /** Writes the properties file; its path. */
    Path write() {
        Path file = folder.resolve("endpoint.properties");
        try (var writer = Files.newBufferedWriter(file)) {
            properties.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file;
    }
}
