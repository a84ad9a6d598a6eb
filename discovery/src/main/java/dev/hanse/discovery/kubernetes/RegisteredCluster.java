// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.net.text.VisibleText;
import java.util.List;
import java.util.Optional;

/**
 * As which cluster of which cluster set a gateway is registered. The cluster's own API says the same as ClusterProperties (KEP-2149), where it says anything.
 *
 * @param clusterSet its name
 * @param cluster its id there
 */
public record RegisteredCluster(String clusterSet, ClusterId cluster) {

    /** The property that holds the id. */
    public static final String ID = "cluster.clusterset.k8s.io";

    /** The property that holds the cluster set's name. */
    public static final String SET = "clusterset.k8s.io";

    /** As roles and {@code kubectl} name the kind of the properties. */
    public static final String LABEL = "clusterproperties.about.k8s.io";

    /** Where the properties are, in each version that may be served, the newest first. */
    public static final List<String> PATHS =
            List.of("/apis/about.k8s.io/v1beta1/clusterproperties", "/apis/about.k8s.io/v1alpha1/clusterproperties");

    private static final int LONGEST = 100;

    /** What is wrong with the id that the API says, and which of the two to change; empty: nothing. */
    public Optional<String> trouble(String said) {
        return trouble(cluster, said);
    }

    /** As above, for one of which only the id matters. */
    static Optional<String> trouble(ClusterId cluster, String said) {
        return said.equals(cluster.value())
                ? Optional.empty()
                : Optional.of(
                        "the ClusterProperty " + ID + " of this API server is \"" + VisibleText.excerpt(said, LONGEST)
                                + "\", and this gateway is registered as \"" + cluster
                                + "\", so that nothing new is read from it or written to it: if it is another cluster's API server, change"
                                + " sources.kubernetes.kubeconfig; if it is that of " + cluster
                                + ", change the property (kubectl edit"
                                + " clusterproperty " + ID
                                + "); otherwise register the gateway anew under the id of the property");
    }
}
