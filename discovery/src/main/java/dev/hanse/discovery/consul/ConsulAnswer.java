// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/**
 * The answer to a blocking query.
 *
 * @param index what to ask with next, see {@link BlockingQuery}; grows with every change of what was asked for
 * @param value the state at that index
 */
record ConsulAnswer<T>(long index, T value) {}
