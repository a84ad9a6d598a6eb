// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul;

/**
 * The answer to a blocking query.
 *
 * @param index what to ask with next, see {@link BlockingQuery}; grows with every change of what was asked for
 * @param filtered whether Consul says that it left out what the token may not see; older ones never do
 * @param value the state at that index
 */
public record ConsulAnswer<T>(long index, boolean filtered, T value) {}
