// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

/** Keys of labels and annotations. */
final class StandardKeys {

    /** Label: the import that an object belongs to, by name in its namespace (KEP-1645). */
    static final String IMPORT = "multicluster.kubernetes.io/service-name";

    /** Label of slices: the cluster whose endpoints they hold (KEP-1645). */
    static final String SOURCE_CLUSTER = "multicluster.kubernetes.io/source-cluster";

    /** Annotation of an import: the Service that stands for it, as the reference implementation names it. */
    static final String DERIVED_SERVICE = "multicluster.kubernetes.io/derived-service";

    /** Label of slices: the Service that they belong to. */
    static final String SERVICE = "kubernetes.io/service-name";

    /** Label of slices: whose they are, so that no other controller takes care of them. */
    static final String MANAGED_BY = "endpointslice.kubernetes.io/managed-by";

    /** Label of all that we write. */
    static final String OURS = "hanse.dev/written-by";

    /** The value of {@link #OURS} and {@link #MANAGED_BY}. */
    static final String GATEWAY = "gateway.hanse.dev";

    /** Selects what we wrote. */
    static final String SELECTOR = OURS + "=" + GATEWAY;

    private StandardKeys() {}
}
