// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What survives a restart: the last view with its peers, and the last exports of each source. Files hold messages of
 * {@code proto} under a checksum. Writes are collected and happen on threads that may block. Imports {@code proto},
 * {@code storage}, {@code loop} and {@code wire}.
 */
@NullMarked
package dev.hanse.gateway.state;

import org.jspecify.annotations.NullMarked;
