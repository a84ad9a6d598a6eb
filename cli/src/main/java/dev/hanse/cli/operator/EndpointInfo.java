// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import com.google.protobuf.ByteString;
import dev.hanse.proto.v1.ImportedSlice;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.stream.Stream;

/**
 * One address that answers for a service.
 *
 * @param ports what it listens on, by the names that it is asked for
 */
record EndpointInfo(
        String cluster,
        String address,
        List<PortInfo> ports,
        String hostname,
        boolean ready,
        long weight,
        String slice) {

    static Stream<EndpointInfo> of(ImportedSlice imported) {
        List<PortInfo> ports =
                imported.getSlice().getPortsList().stream().map(PortInfo::of).toList();
        return imported.getSlice().getEndpointsList().stream()
                .map(endpoint -> new EndpointInfo(
                        imported.getCluster(),
                        addressText(endpoint.getAddress()),
                        ports,
                        endpoint.getHostname(),
                        endpoint.getReady(),
                        Unsigned.of(endpoint.getWeight()),
                        imported.getSlice().getSlice()));
    }

    /** Numbers and protocols, each once. */
    String portNumbers() {
        return String.join(
                ",", ports.stream().map(PortInfo::toString).distinct().toList());
    }

    /** Literal form of 4 or 16 octets; hexadecimal where a newer peer sent something else. */
    static String addressText(ByteString octets) {
        try {
            return InetAddress.getByAddress(octets.toByteArray()).getHostAddress();
        } catch (UnknownHostException e) {
            return "0x" + java.util.HexFormat.of().formatHex(octets.toByteArray());
        }
    }
}
