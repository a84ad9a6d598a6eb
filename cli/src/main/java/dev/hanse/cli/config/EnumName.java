// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** Choices as they are written in configuration: {@code aes-256-gcm} for {@code AES_256_GCM}. */
final class EnumName {

    private EnumName() {}

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException if it is none
     */
    static <E extends Enum<E>> E parse(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(choice -> of(choice).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("\"" + text + "\" (expected: " + all(type) + ")"));
    }

    static String of(Enum<?> choice) {
        return choice.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static String all(Class<? extends Enum<?>> type) {
        return Arrays.stream(type.getEnumConstants()).map(EnumName::of).collect(Collectors.joining(", "));
    }
}
