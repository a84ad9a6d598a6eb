// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.lease.LeaseAtRest;
import java.util.List;

/** Whether a gateway writes imports into the cluster. */
final class WriterCheck implements Check {

    private final LeaseAtRest lease;

    WriterCheck(LeaseAtRest lease) {
        this.lease = lease;
    }

    @Override
    public String name() {
        return "writer";
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        String subject = lease.name().toString();
        if (!lease.isThere()) {
            return List.of(
                    Diagnosis.skipped(
                            name(),
                            "no gateway has written imports here: there is no Lease " + subject,
                            "set sources.kubernetes.write-imports where Services of other clusters are to have addresses here"));
        }
        return List.of(
                lease.holder()
                        .map(holder -> Diagnosis.ok(name(), subject, "gateway " + holder + " writes"))
                        .orElseGet(
                                () -> Diagnosis.failed(
                                        name(),
                                        subject,
                                        "nobody renews the Lease",
                                        "see the gateways' status: only one whose view is fresh and whose API server answers may write")));
    }
}
