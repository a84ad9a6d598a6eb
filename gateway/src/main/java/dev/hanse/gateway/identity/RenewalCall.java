// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.identity;

/** Asks for a fresh certificate once. */
@FunctionalInterface
public interface RenewalCall {

    /**
     * Makes a key and has it certified, at the first address that answers. Blocks.
     *
     * @throws JoinException when no address gave a certificate
     */
    IssuedCertificate renew() throws JoinException;
}
