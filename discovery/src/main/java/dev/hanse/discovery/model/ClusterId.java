// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

import java.util.List;

/**
 * The stable id of a member of the cluster set: one RFC 1123 label, or two joined by a dot (KEP-1645, KEP-2149).
 *
 * @param value the id in lower case
 */
public record ClusterId(String value) implements Comparable<ClusterId> {

    /** Longest id that a new member may have, as a label's value in Kubernetes: importing clusters write it into labels. Members of before may have longer ones. */
    public static final int MAX_NEW_OCTETS = 63;

    /** Checks the form; the length of each label is bounded by RFC 1123, so that of the id is 127 at most. */
    public ClusterId {
        String[] labels = value.split("\\.", -1);
        if (labels.length > 2) {
            throw new IllegalArgumentException("cluster id: \"" + value + "\" (expected: one or two labels)");
        }
        for (String label : labels) {
            DnsLabel.require("cluster id", label);
        }
    }

    /** The labels of the id, one or two. */
    public List<String> labels() {
        return List.of(value.split("\\."));
    }

    @Override
    public int compareTo(ClusterId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
