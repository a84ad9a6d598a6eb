// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Face of the gateway: {@code Gateway} starts, wires and closes everything that one gateway process runs; {@code
 * GatewayConfig} says how. No package below imports it; it imports the public types of every module but the control
 * plane.
 */
@NullMarked
package dev.hanse.gateway;

import org.jspecify.annotations.NullMarked;
