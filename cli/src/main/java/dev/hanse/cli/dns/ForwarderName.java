// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.discovery.dns.forward.Forwarder;
import java.util.Iterator;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the kind of a DNS server. */
final class ForwarderName implements ITypeConverter<Forwarder> {

    @Override
    public Forwarder convert(String text) {
        try {
            return Forwarder.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(String.valueOf(e.getMessage()));
        }
    }

    /** All names, for help and completion. */
    static final class Candidates implements Iterable<String> {

        @Override
        public Iterator<String> iterator() {
            return Stream.of(Forwarder.values()).map(Forwarder::text).iterator();
        }
    }
}
