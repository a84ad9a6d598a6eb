// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What on this host can lose pod packets while every path is up: kernel settings and packet filters, of which it tells only what is lost for
 * certain. Runs on a thread of its own, beside everything else. Imports {@code net.address}, {@code net.linux} and Jackson.
 */
@NullMarked
package dev.hanse.gateway.checks;

import org.jspecify.annotations.NullMarked;
