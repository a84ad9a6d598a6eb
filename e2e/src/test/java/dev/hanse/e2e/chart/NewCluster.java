// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.chart;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import dev.hanse.e2e.kubernetes.KubernetesApi;
import java.nio.file.Path;

/**
 * A cluster that nobody has prepared: it has the namespace {@code hanse}, and nothing else of ours.
 *
 * @param work a folder for files
 */
record NewCluster(KubernetesApi api, Helm helm, Path work) {

    static final Path SHIPPED = Distribution.repository().resolve("deploy/kubernetes");

    static NewCluster start(TestLab lab) {
        KubernetesApi api = KubernetesApi.start(lab, "east");
        Path work = lab.folder("charts");
        api.kubectl("delete", "--filename=" + SHIPPED.resolve("crds.yaml")).orFail();
        api.kubectl("delete", "--filename=" + SHIPPED.resolve("role.yaml")).orFail();
        api.kubectl("create", "namespace", "hanse").orFail();
        return new NewCluster(api, new Helm(api.host(), api.adminKubeconfig(), work.resolve("helm")), work);
    }
}
