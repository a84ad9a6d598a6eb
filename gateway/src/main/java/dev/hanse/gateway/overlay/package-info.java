// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The cluster's own changes in its own view, until the control plane has merged them: {@link dev.hanse.gateway.overlay.OwnChanges} stands between the view that is received and
 * those who serve it. Imports views and exports, which do not know each other.
 */
@NullMarked
package dev.hanse.gateway.overlay;

import org.jspecify.annotations.NullMarked;
