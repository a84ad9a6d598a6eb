// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the control plane says that this cluster may see: deltas put together into one immutable content, item by item
 * checked, kept on disk, and given to those who serve it, each with its own pace and its own failure. Mutable classes
 * belong to the control loop; consumers run on virtual threads, one turn at a time. Imports {@code proto}, the models
 * and, of the gateway, {@code loop}, {@code storage}, {@code paths} and {@code wire}.
 */
@NullMarked
package dev.hanse.gateway.views;

import org.jspecify.annotations.NullMarked;
