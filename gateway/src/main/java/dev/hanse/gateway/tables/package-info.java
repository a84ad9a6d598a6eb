// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Tables of nftables that are ours: set in one transaction, and kept so, whoever changes them. Blocking. Imports {@code checks} and {@code net}. */
@NullMarked
package dev.hanse.gateway.tables;

import org.jspecify.annotations.NullMarked;
