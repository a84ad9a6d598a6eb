// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiAccess.Tls;
import dev.hanse.discovery.kubernetes.ApiException.Reason;
import dev.hanse.net.yaml.YamlDocument;
import dev.hanse.net.yaml.YamlException;
import dev.hanse.net.yaml.YamlMapping;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * A context of a kubeconfig. Understands tokens and client certificates, in the file or beside it; programs that make tokens are not run.
 *
 * @param file read anew each time
 * @param context which one; empty: the current one
 */
record KubeconfigAccess(Path file, Optional<String> context) implements ApiAccess.Reader {

    /** Programs that would have to be run, identities that are not the gateway's, a server whose certificate nobody checks. */
    private static final List<String> REFUSED = List.of(
            "exec", "auth-provider", "username", "as", "insecure-skip-tls-verify", "tls-server-name", "proxy-url");

    /** The current context. */
    KubeconfigAccess(Path file) {
        this(file, Optional.empty());
    }

    @Override
    public ApiAccess read() throws ApiException {
        try {
            YamlMapping config = YamlDocument.read(file);
            YamlMapping chosen =
                    named(config, "contexts", context.orElseGet(() -> config.text("current-context")), "context");
            YamlMapping cluster = named(config, "clusters", chosen.text("cluster"), "cluster");
            YamlMapping user = named(config, "users", chosen.text("user"), "user");
            requireUnderstood(cluster);
            requireUnderstood(user);
            Tls tls = new Tls(
                    pem(cluster, "certificate-authority"), pem(user, "client-certificate"), pem(user, "client-key"));
            return new ApiAccess(cluster.value("server", KubeconfigAccess::server), tls, token(user));
        } catch (NoSuchFileException e) {
            throw new ApiException(Reason.FAILED, "kubeconfig " + file + ": there is no such file", e);
        } catch (IOException | YamlException e) {
            throw new ApiException(Reason.FAILED, "kubeconfig " + file + ": " + e.getMessage(), e);
        }
    }

    private static YamlMapping named(YamlMapping config, String list, String name, String key) {
        return config.mappings(list).stream()
                .filter(entry -> entry.text("name").equals(name))
                .findFirst()
                .map(entry -> entry.requiredMapping(key))
                .orElseThrow(() -> config.error("no " + key + " \"" + name + "\"", "expected: one of " + list));
    }

    private static void requireUnderstood(YamlMapping mapping) {
        for (String key : REFUSED) {
            if (mapping.has(key)) {
                throw mapping.error(
                        key,
                        "not understood",
                        "expected: a token, a token file or a client certificate,"
                                + " for example of a service account, and a server with a certificate of its own name");
            }
        }
    }

    private static URI server(String text) {
        URI server = URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
        boolean http = "https".equals(server.getScheme()) || "http".equals(server.getScheme());
        if (!http || server.getHost() == null) {
            throw new IllegalArgumentException("not an address of a server (expected: https://host:port)");
        }
        return server;
    }

    private Optional<String> pem(YamlMapping mapping, String key) throws ApiException {
        Optional<String> data = mapping.optionalValue(key + "-data", KubeconfigAccess::decoded);
        Optional<Path> beside = mapping.optionalText(key).map(file::resolveSibling);
        return data.isPresent() || beside.isEmpty() ? data : Optional.of(AccessFile.read(beside.get()));
    }

    private static String decoded(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
    }

    /** The file goes first, as kubectl does it: it may be newer. */
    private String token(YamlMapping user) throws ApiException {
        Optional<Path> tokenFile = user.optionalText("tokenFile").map(file::resolveSibling);
        if (tokenFile.isPresent()) {
            return AccessFile.token(tokenFile.get());
        }
        Optional<String> token = user.optionalText("token");
        return token.isPresent() ? AccessFile.token("kubeconfig " + file + ": token", token.get()) : "";
    }
}
