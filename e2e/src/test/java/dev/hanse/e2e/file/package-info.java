// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** The source for files on mounts as container engines make them. */
@NullMarked
package dev.hanse.e2e.file;

import org.jspecify.annotations.NullMarked;
