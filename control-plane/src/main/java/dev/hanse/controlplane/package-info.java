// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Face of the control plane: {@code ControlPlane} starts and closes it, {@code ControlPlaneConfig} says how. The one
 * place where its parts are put together; no package below imports it.
 */
@NullMarked
package dev.hanse.controlplane;

import org.jspecify.annotations.NullMarked;
