// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.remote;

/** How a verb gets its connection: by the options in the product, to a fake control plane in tests. */
@FunctionalInterface
public interface Connector {

    /**
     * Prepares a connection; the caller closes it.
     *
     * @throws dev.hanse.cli.output.CommandFailure if an option or a credential is not as it should be
     */
    ControlPlaneConnection connect(ServerOptions options);
}
