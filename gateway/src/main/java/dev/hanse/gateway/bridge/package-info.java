// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between the parts: sources to the link, the view to DNS and to the tunnel, path states to both. Knows each part by
 * its face or by a small port. Mutable classes belong to the control loop.
 */
@NullMarked
package dev.hanse.gateway.bridge;

import org.jspecify.annotations.NullMarked;
