// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * A real control plane and real clients of it over loopback, for tests of this and of other modules, and the fakes of
 * this module's ports. In the module's test jar.
 */
@NullMarked
package dev.hanse.controlplane.testing;

import org.jspecify.annotations.NullMarked;
