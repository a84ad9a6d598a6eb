// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.coredns;

/**
 * What has become of it, as JSON says it.
 *
 * @param configMap {@code namespace/name}
 * @param entry of its data
 * @param zone that is forwarded
 * @param forwarded whether its CoreDNS forwards the zone by what stands there now
 * @param changed whether something was changed, or would be
 * @param remark what a person should know; empty: nothing
 */
public record Done(String configMap, String entry, String zone, boolean forwarded, boolean changed, String remark) {

    /** The same with something to know. */
    Done remarking(String text) {
        return new Done(configMap, entry, zone, forwarded, changed, text);
    }

    /** For people. */
    public String line(boolean dryRun) {
        String forwards = forwarded ? " forwards " : " does not forward ";
        String change = !changed ? ", as before" : dryRun ? " after the change, which was not made" : " now";
        return "ConfigMap " + configMap + " (" + entry + ")" + forwards + zone + change
                + (remark.isEmpty() ? "" : "\n" + remark);
    }
}
