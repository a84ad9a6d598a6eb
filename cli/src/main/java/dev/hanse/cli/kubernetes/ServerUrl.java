// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.kubernetes;

import java.net.URI;
import java.net.URISyntaxException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the URL of an API server. */
public final class ServerUrl implements ITypeConverter<URI> {

    @Override
    public URI convert(String text) {
        try {
            URI server = new URI(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
            boolean http = "https".equals(server.getScheme()) || "http".equals(server.getScheme());
            if (http && server.getHost() != null && server.getQuery() == null) {
                return server;
            }
        } catch (URISyntaxException _) {
            // Said below.
        }
        throw new TypeConversionException(
                "\"" + text + "\" is no URL of a server (expected: as http://127.0.0.1:8001)");
    }
}
