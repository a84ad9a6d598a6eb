// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Roles as services of an operating system: units, and starts that come before what they need. */
@NullMarked
package dev.hanse.e2e.service;

import org.jspecify.annotations.NullMarked;
