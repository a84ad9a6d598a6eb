// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What this cluster exports: the sources, their merge, what of it is kept on disk, and what of it the control plane has
 * not acknowledged yet. Mutable classes belong to the control loop; files are read and written elsewhere. Imports
 * {@code proto}, the models of {@code discovery} and, of the gateway, {@code loop}, {@code storage} and {@code wire}.
 */
@NullMarked
package dev.hanse.gateway.exports;

import org.jspecify.annotations.NullMarked;
