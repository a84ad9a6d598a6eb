// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import java.util.ArrayList;
import java.util.List;

/** Whether the kinds of the Multi-Cluster Services API are served. */
final class DefinitionsCheck implements Check {

    private static final String GROUP = "multicluster.x-k8s.io";
    private static final List<String> VERSIONS = List.of("v1beta1", "v1alpha1");
    private static final List<String> KINDS = List.of("serviceexports", "serviceimports");

    private final ApiReads reads;

    DefinitionsCheck(ApiReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "definition";
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        List<Diagnosis> found = new ArrayList<>();
        for (String kind : KINDS) {
            found.add(judge(kind, versions(kind)));
        }
        return found;
    }

    private List<String> versions(String kind) throws ApiException, InterruptedException {
        List<String> served = new ArrayList<>();
        for (String version : VERSIONS) {
            if (reads.isServed(kind + "." + GROUP, "/apis/" + GROUP + "/" + version, kind)) {
                served.add(version);
            }
        }
        return served;
    }

    private Diagnosis judge(String kind, List<String> served) {
        String subject = kind + "." + GROUP;
        return served.isEmpty()
                ? Diagnosis.failed(
                        name(), subject, "not served", "kubectl apply --server-side -f deploy/kubernetes/crds.yaml")
                : Diagnosis.ok(name(), subject, "served as " + String.join(" and ", served));
    }
}
