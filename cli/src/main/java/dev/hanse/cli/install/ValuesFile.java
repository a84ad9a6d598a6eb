// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.install;

import dev.hanse.cli.output.OneLine;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** A file of values, as Helm takes it. */
final class ValuesFile {

    private static final int MAX_BYTES = 1 << 20;
    private static final int MAX_ALIASES = 50;
    private static final String STANDARD_INPUT = "-";

    private ValuesFile() {}

    /**
     * @param name a file, or {@code -}
     * @throws IllegalArgumentException if it cannot be read, or holds no mapping
     */
    static Map<?, ?> read(String name) {
        byte[] bytes = octets(name);
        if (bytes.length > MAX_BYTES) {
            throw wrong(name, "more than " + MAX_BYTES + " octets", null);
        }
        return mapping(name, new String(bytes, StandardCharsets.UTF_8));
    }

    private static byte[] octets(String name) {
        try {
            if (name.equals(STANDARD_INPUT)) {
                return System.in.readNBytes(MAX_BYTES + 1);
            }
            try (InputStream stream = Files.newInputStream(Path.of(name))) {
                return stream.readNBytes(MAX_BYTES + 1);
            }
        } catch (IOException e) {
            throw wrong(name, OneLine.of(e), e);
        }
    }

    private static Map<?, ?> mapping(String name, String text) {
        LoadSettings settings = LoadSettings.builder()
                .setLabel(name)
                .setMaxAliasesForCollections(MAX_ALIASES)
                .build();
        try {
            return switch (new Load(settings).loadFromString(text)) {
                case null -> Map.of();
                case Map<?, ?> map -> map;
                default -> throw wrong(name, "no mapping (expected: values of the chart, as cluster: east)", null);
            };
        } catch (YamlEngineException e) {
            throw wrong(name, OneLine.of(e), e);
        }
    }

    private static IllegalArgumentException wrong(String name, String what, @Nullable Exception cause) {
        return new IllegalArgumentException("--values " + name + ": " + what, cause);
    }
}
