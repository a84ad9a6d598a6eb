// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

import dev.hanse.net.text.VisibleText;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How to reach Consul.
 *
 * @param address key {@code sources.consul.address}: {@code http://host:port} or {@code https://host:port} of an agent's HTTP API; without a port 8500 or 8501
 * @param tokenFile key {@code sources.consul.token-file}: holds the ACL token in one line; read again for each new connection
 * @param caFile certificates (PEM) that may sign that of the agent; empty: those that the JDK trusts
 * @param writeImports key {@code sources.consul.write-imports}: whether what other clusters export becomes services of this Consul
 * @param importPrefix key {@code sources.consul.import-prefix}: what their names begin with; may be empty
 */
public record ConsulConfig(
        URI address, Optional<Path> tokenFile, Optional<Path> caFile, boolean writeImports, String importPrefix) {

    private static final Pattern PREFIX = Pattern.compile("(?:[a-z0-9](?:-?[a-z0-9]){0,9}-?)?");

    /** What is read, and nothing is written. */
    public ConsulConfig(URI address, Optional<Path> tokenFile, Optional<Path> caFile) {
        this(address, tokenFile, caFile, false, "");
    }

    /** Checks the forms of address and prefix. */
    public ConsulConfig {
        boolean http = "http".equals(address.getScheme()) || "https".equals(address.getScheme());
        if (!http || address.getHost() == null || address.getUserInfo() != null) {
            throw new IllegalArgumentException("sources.consul.address: not an address of an agent "
                    + "(expected: http://host:port or https://host:port, without user or password)");
        }
        if (caFile.isPresent() && !"https".equals(address.getScheme())) {
            throw new IllegalArgumentException(
                    "Consul CA file with " + address + " (expected: an https address with it)");
        }
        if (!PREFIX.matcher(importPrefix).matches()) {
            throw new IllegalArgumentException(
                    "sources.consul.import-prefix: \"" + VisibleText.of(importPrefix)
                            + "\" (expected: a letter or digit and at most ten more, in lower case, with single dashes between or at the end)");
        }
    }

    /** An agent on plain HTTP without ACLs. */
    public static ConsulConfig of(URI address) {
        return new ConsulConfig(address, Optional.empty(), Optional.empty());
    }

    /**
     * Checks what is looked at only when a source is made; a configuration that is merely read may have it.
     *
     * @throws IllegalArgumentException if the address names more than an agent
     */
    void requireStartable() {
        boolean bare = address.getPath() == null
                || address.getPath().isEmpty()
                || address.getPath().equals("/");
        if (!bare || address.getQuery() != null) {
            throw new IllegalArgumentException("Consul address: \"" + withoutSecrets(address)
                    + "\" (expected: http://host:port or https://host:port)");
        }
    }

    boolean tls() {
        return "https".equals(address.getScheme());
    }

    int port() {
        int standard = tls() ? 8501 : 8500;
        return address.getPort() == -1 ? standard : address.getPort();
    }

    /** People put tokens into user and query parts. */
    private static String withoutSecrets(URI address) {
        return address.getScheme() + "://" + address.getHost() + "…";
    }
}
