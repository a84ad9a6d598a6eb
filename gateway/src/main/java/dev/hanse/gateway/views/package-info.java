// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane says that this cluster may see: deltas put together into one immutable content, item by item
 * checked, kept on disk, and given to those who serve it, each with its own pace and its own failure. Mutable classes
 * belong to the control loop; each consumer runs on a thread of its own. Imports {@code proto}, the models
 * and, of the gateway, {@code loop}, {@code storage}, {@code paths} and {@code wire}.
 */
@NullMarked
package dev.hanse.gateway.views;

import org.jspecify.annotations.NullMarked;
