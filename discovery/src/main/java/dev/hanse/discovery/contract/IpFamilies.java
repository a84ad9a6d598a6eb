// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.IpFamily;
import java.util.List;

/** The families of a service's addresses. */
final class IpFamilies {

    private IpFamilies() {}

    static List<dev.hanse.proto.v1.IpFamily> toMessages(List<IpFamily> families) {
        return families.stream().map(IpFamilies::toMessage).toList();
    }

    private static dev.hanse.proto.v1.IpFamily toMessage(IpFamily family) {
        return switch (family) {
            case IPV4 -> dev.hanse.proto.v1.IpFamily.IP_FAMILY_IPV4;
            case IPV6 -> dev.hanse.proto.v1.IpFamily.IP_FAMILY_IPV6;
        };
    }

    static List<IpFamily> fromMessages(List<dev.hanse.proto.v1.IpFamily> messages, ReadingRules rules) {
        int most = IpFamily.values().length;
        if (messages.size() > most) {
            throw new IllegalArgumentException(
                    "ip families: " + messages.size() + " (expected: at most " + most + ", each once)");
        }
        return messages.stream().map(message -> fromMessage(message, rules)).toList();
    }

    private static IpFamily fromMessage(dev.hanse.proto.v1.IpFamily message, ReadingRules rules) {
        return switch (message) {
            case IP_FAMILY_IPV4 -> IpFamily.IPV4;
            case IP_FAMILY_IPV6 -> IpFamily.IPV6;
            case IP_FAMILY_UNSPECIFIED, UNRECOGNIZED -> throw rules.unknownFamily(message);
        };
    }
}
