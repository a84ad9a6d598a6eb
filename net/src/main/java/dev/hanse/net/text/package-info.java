// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Text of others where people read it. Pure; any thread. Imports the JDK only. */
@NullMarked
package dev.hanse.net.text;

import org.jspecify.annotations.NullMarked;
