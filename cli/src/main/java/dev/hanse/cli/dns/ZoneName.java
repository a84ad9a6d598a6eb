// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.discovery.dns.DnsConfig;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the name of a zone, by the rules of {@code dns.zone}: it ends up in files of other servers. */
final class ZoneName implements ITypeConverter<String> {

    @Override
    public String convert(String text) {
        try {
            return DnsConfig.requireZone(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }
}
