// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.merge;

import dev.hanse.discovery.model.IpFamily;
import java.util.List;

/** The IP families of an import: where an address of the service is, all clusters can be reached from. Pure. */
final class CommonFamilies {

    private CommonFamilies() {}

    /**
     * Those that all have who have any, in the order of the oldest of them. Where these have none in common nobody is served by all; then those of the oldest.
     *
     * @param byPrecedence the exports, oldest first
     */
    static List<IpFamily> of(List<Constituent> byPrecedence) {
        List<Constituent> having =
                byPrecedence.stream().filter(each -> !each.families().isEmpty()).toList();
        if (having.isEmpty()) {
            return List.of();
        }
        List<IpFamily> oldest = inOrder(having.getFirst());
        List<IpFamily> common = oldest.stream()
                .filter(family ->
                        having.stream().allMatch(each -> each.families().contains(family)))
                .toList();
        return common.isEmpty() ? oldest : common;
    }

    private static List<IpFamily> inOrder(Constituent constituent) {
        List<IpFamily> stated = constituent.export().ipFamilies();
        return stated.isEmpty() ? constituent.families().stream().sorted().toList() : stated;
    }
}
