// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.DnsLabel;

/** What a join token admits. */
public sealed interface TokenPurpose {

    /** A new member with its first gateway. */
    record NewCluster() implements TokenPurpose {}

    /** One more gateway of a member, under a name that is free. */
    record MoreGateway() implements TokenPurpose {}

    /**
     * A gateway whose identity has ended or was lost, in its own place.
     *
     * @param gateway its name within the cluster; RFC 1123 label
     */
    record Replacement(String gateway) implements TokenPurpose {
        /** Checks the name. */
        public Replacement {
            DnsLabel.require("gateway name", gateway);
        }
    }
}
