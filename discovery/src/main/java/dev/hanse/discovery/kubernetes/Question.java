// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

/**
 * What the API server is asked for, in the words of a role.
 *
 * @param verb as {@code get}, {@code watch}, {@code create}, {@code patch}
 * @param resource with its group: {@code serviceexports.multicluster.x-k8s.io}
 */
public record Question(String verb, String resource) {

    /** {@code list services}. */
    @Override
    public String toString() {
        return verb + " " + resource;
    }
}
