// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What was taken away from members, in a file beside the store that a restored store does not take back: revoked
 * certificates, removed clusters, used tokens. Written before the store is, and replayed into it where the store is the
 * older of the two. Called from the control loop. Imports {@code model}, {@code store} and the files of {@code identity}.
 */
@NullMarked
package dev.hanse.controlplane.revocation;

import org.jspecify.annotations.NullMarked;
