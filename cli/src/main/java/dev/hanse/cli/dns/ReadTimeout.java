// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a duration in CoreDNS's form, of which it is a line. */
final class ReadTimeout implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        if (!text.matches("[1-9][0-9]{0,4}ms|[1-9][0-9]?s")) {
            throw new TypeConversionException("\"" + text + "\" is no time to wait (expected: as 500ms or 1s)");
        }
        return text;
    }
}
