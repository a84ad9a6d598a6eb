// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Who a certificate says its holder is, and how a root is known that nobody has vouched for yet: {@code SpiffeId}, {@code CaPin}, and the frame of a
 * trust manager that looks at names instead of hosts. Which names are accepted is the rule of each role. {@code PrivateKeys}: keys that people give as files. Stateless, any thread.
 * Imports only the JDK.
 */
@NullMarked
package dev.hanse.net.identity;

import org.jspecify.annotations.NullMarked;
