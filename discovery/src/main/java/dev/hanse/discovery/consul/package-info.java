// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Exports from Consul: services that opt in by their meta data, followed by blocking queries. A virtual thread for the catalog and one for each
 * service that is exported, or that could not be read yet, ask, wait and fill one index, which reports. Imports only the JDK, SLF4J, Vert.x's core,
 * {@code dev.hanse.discovery}, the model, {@code net.address} and {@code net.text}.
 */
@NullMarked
package dev.hanse.discovery.consul;

import org.jspecify.annotations.NullMarked;
