// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Join tokens: how they are written, kept and redeemed, and how often one may try. Imports the JDK, the values of
 * {@code state} and the one message that a token is.
 */
@NullMarked
package dev.hanse.controlplane.token;

import org.jspecify.annotations.NullMarked;
