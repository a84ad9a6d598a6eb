// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What all calls share: who calls, who may, which errors they get, and the control loop on which state changes.
 * Thread-safe. Knows no call's content. Imports {@code audit}, {@code identity} and the failures of {@code model} and
 * {@code store}.
 */
@NullMarked
package dev.hanse.controlplane.rpc;

import org.jspecify.annotations.NullMarked;
