// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Members and strangers that mean harm, beside honest ones that must not notice (ADR 2). */
@NullMarked
package dev.hanse.e2e.hostile;

import org.jspecify.annotations.NullMarked;
