// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.tunnel;

import dev.hanse.e2e.host.TestHost;
import dev.hanse.e2e.host.TestProcess;
import dev.hanse.net.testing.Eventually;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's wireguard-go on a test host, set up with {@code wg}: what Hanse must get along with. */
final class WireguardGo {

    private static final int MTU = 1420;

    private final TestHost host;
    private final Path keyFile;
    private final String device;

    WireguardGo(TestHost host, Path folder) {
        this.host = host;
        // wg finds the process by a socket that is named after the device, and the hosts share the folder that it is
        // in.
        device = "wg%08x".formatted(host.namespace().hashCode());
        keyFile = folder.resolve("private-key");
        try {
            Files.writeString(keyFile, host.run("wg", "genkey").orFail().output());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String publicKey() {
        return host.run("sh", "-c", "wg pubkey < '" + keyFile + "'")
                .orFail()
                .output()
                .strip();
    }

    /** Starts it on port 51820; with an address of the peer it may call, without it waits. */
    TestProcess start(String peerKey, String allowedIps, String... peerAddress) {
        // wg deletes a socket that refuses it, as one does between being bound and being listened to: it must not ask
        // earlier.
        TestProcess process = host.start(
                        "wireguard-go", Map.of("LOG_LEVEL", "verbose"), List.of("wireguard-go", "-f", device))
                .awaitLog("UAPI listener started", Eventually.LIMIT);
        List<String> words = new ArrayList<>(List.of("wg", "set", device, "listen-port", "51820"));
        words.addAll(List.of("private-key", keyFile.toString(), "peer", peerKey, "allowed-ips", allowedIps));
        if (peerAddress.length > 0) {
            words.addAll(List.of("endpoint", peerAddress[0]));
        }
        host.run(words.toArray(String[]::new)).orFail();
        host.ip("link", "set", device, "mtu", "" + MTU, "up");
        for (String prefix : allowedIps.split(",")) {
            host.ip("route", "add", prefix, "dev", device);
        }
        return process;
    }

    /** When the last handshake ended, in seconds since 1970; zero: never. */
    long latestHandshake() {
        String[] words = host.run("wg", "show", device, "latest-handshakes")
                .orFail()
                .output()
                .strip()
                .split("\\s+");
        return Long.parseLong(words[1]);
    }
}
