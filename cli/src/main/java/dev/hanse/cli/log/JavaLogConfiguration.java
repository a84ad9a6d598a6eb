// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.log;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.logging.LogManager;

/**
 * Leads {@code java.util.logging}, which gRPC and drivers write to, into Hanse's own log. Made by {@link LogManager} when
 * something first logs that way, so that a start that needs none does not pay for it.
 */
public final class JavaLogConfiguration {

    /** The system property by which {@link LogManager} finds such a class. */
    static final String PROPERTY = "java.util.logging.config.class";

    private static final String TEXT = """
            handlers=%s
            .level=WARNING
            """.formatted(JavaLogHandler.class.getName());

    /** Configures; called by {@link LogManager}. */
    public JavaLogConfiguration() throws IOException {
        LogManager.getLogManager()
                .readConfiguration(new ByteArrayInputStream(TEXT.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
