// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane says that this cluster may see: deltas put together into one immutable content, item by item
 * checked. Pure; a mutable class belongs to the control loop. Imports {@code proto}, the models and {@code wire}.
 */
@NullMarked
package dev.hanse.gateway.view;

import org.jspecify.annotations.NullMarked;
