// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

/**
 * One thing that may be done with one kind of object, as roles name it.
 *
 * @param group of the API; empty: the core
 * @param resource with its subresource, as {@code serviceimports/status}
 * @param verb as {@code list}
 * @param namespace in which; empty: in all
 * @param name of the one object that is meant; empty: all
 */
record Right(String group, String resource, String verb, String namespace, String name) {

    /** For people. */
    String text() {
        String kind = group.isEmpty() ? resource : resource + "." + group;
        return verb + " " + kind + (name.isEmpty() ? "" : " " + namespace + "/" + name);
    }

    /** Of all kinds, or of the kind as a whole: what {@code services/status} has before its slash. */
    String kind() {
        int slash = resource.indexOf('/');
        return slash < 0 ? resource : resource.substring(0, slash);
    }

    /** What {@code services/status} has behind its slash; empty: nothing. */
    String subresource() {
        int slash = resource.indexOf('/');
        return slash < 0 ? "" : resource.substring(slash + 1);
    }
}
