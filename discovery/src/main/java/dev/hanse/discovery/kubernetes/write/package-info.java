// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Writes what other clusters export into the cluster's own API (KEP-1645), and what became of its own exports into their status ({@code ConditionWriter}). What is to be there
 * ({@code WantedObjects}) and what to do about it ({@code Planner}) is pure; few virtual threads take services one by one and send requests, while this gateway holds the Lease.
 * Imports the JDK, SLF4J, Jackson, the model, {@code net.address}, {@code net.time}, and the way to the API server above.
 */
@NullMarked
package dev.hanse.discovery.kubernetes.write;

import org.jspecify.annotations.NullMarked;
