// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How parts that were started end: in reverse order, whatever happens on the way. A package of its own, as neither time nor addresses nor
 * identities have to do with it. Owns no thread. Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.lifecycle;

import org.jspecify.annotations.NullMarked;
