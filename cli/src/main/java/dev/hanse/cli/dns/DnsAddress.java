// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.config.SocketAddressText;
import dev.hanse.net.address.HostPort;
import dev.hanse.net.address.IpLiteral;
import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads where a DNS server listens: an address, with a port where it is not 53. Names are of no use before there is DNS. */
final class DnsAddress implements ITypeConverter<InetSocketAddress> {

    private static final int DNS_PORT = 53;

    @Override
    public InetSocketAddress convert(String text) {
        InetSocketAddress address = read(text);
        if (address.getPort() == 0) {
            throw new TypeConversionException("\"" + text + "\" has no port to ask (expected: 1 to 65535)");
        }
        return address;
    }

    private static InetSocketAddress read(String text) {
        try {
            return new InetSocketAddress(IpLiteral.parse(text), DNS_PORT);
        } catch (IllegalArgumentException noAddressAlone) {
            return readWithPort(text);
        }
    }

    private static InetSocketAddress readWithPort(String text) {
        try {
            return SocketAddressText.parseLiteral(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(
                    "\"" + text
                            + "\" is no address of a DNS server (expected: as 10.0.0.10, 10.0.0.10:5353, fd00::1 or [fd00::1]:5353)");
        }
    }

    /** As {@link #convert} reads it. */
    static String text(InetSocketAddress address) {
        return HostPort.format(address);
    }
}
