// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
/** Where log events of this process go, and what their lines look like. */
@NullMarked
package dev.hanse.cli.log;

import org.jspecify.annotations.NullMarked;
