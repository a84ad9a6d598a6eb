// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Who a process is and how it proves it: SPIFFE ids, the certificate authority, requests for certificates, and files
 * that hold keys. Stateless or thread-safe, as each class says. Imports only the JDK, Bouncy Castle,
 * {@code net.identity} and the values of {@code model}.
 */
@NullMarked
package dev.hanse.controlplane.identity;

import org.jspecify.annotations.NullMarked;
