// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery;

import java.util.List;

/**
 * Where writing stands.
 *
 * @param writes whether this gateway is the one that writes
 * @param holder which gateway that is; empty: none, or it is not known
 * @param requests that changed something, or were to
 * @param troubles why not everything can be read that is needed
 * @param lacking fields that the cluster's definitions of the kinds lack, so that they are not written, one line for each kind
 * @param refused objects that the API server does not take, one line for each
 */
public record WriterStatus(
        boolean writes,
        String holder,
        long requests,
        List<String> troubles,
        List<String> lacking,
        List<String> refused) {

    /** Copies the lists. */
    public WriterStatus {
        troubles = List.copyOf(troubles);
        lacking = List.copyOf(lacking);
        refused = List.copyOf(refused);
    }
}
