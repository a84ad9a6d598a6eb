// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.address.IpPrefix;
import java.util.List;
import java.util.stream.Stream;

/** Reads prefixes as Kubernetes and network plugins write them: bits behind the length count for nothing, where {@link IpPrefix} refuses them. */
final class CidrText {

    private CidrText() {}

    /** @throws IllegalArgumentException if the text is no prefix */
    static IpPrefix parse(String text) {
        int slash = text.lastIndexOf('/');
        return slash > 0 && text.substring(slash + 1).matches("[0-9]{1,3}")
                ? IpPrefix.around(
                        IpLiteral.parse(text.substring(0, slash)), Integer.parseInt(text, slash + 1, text.length(), 10))
                : IpPrefix.parse(text);
    }

    /** Reads none, one or several, between commas or blanks. */
    static List<IpPrefix> list(String text) {
        return Stream.of(text.split("[,\\s]+"))
                .filter(each -> !each.isEmpty())
                .map(CidrText::parse)
                .toList();
    }
}
