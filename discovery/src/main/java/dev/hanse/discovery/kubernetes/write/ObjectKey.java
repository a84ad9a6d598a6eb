// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.ObjectName;

/**
 * Names an object that is written.
 *
 * @param kind what it is
 * @param name where it is
 */
record ObjectKey(ObjectKind kind, ObjectName name) {

    static ObjectKey of(ObjectKind kind, String namespace, String name) {
        return new ObjectKey(kind, new ObjectName(namespace, name));
    }

    /** {@code Service shop/derived-0123456789}. */
    @Override
    public String toString() {
        return kind.kind() + " " + name;
    }
}
