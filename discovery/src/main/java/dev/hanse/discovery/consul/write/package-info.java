// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Imports as services of a Consul. {@code ImportServices} says what is to be there, {@code SeenCatalog} what is, {@code ServiceDifference} what to do about it, and {@code
 * ConsulImportWriter} does it while {@code WriterLock} says that it may. Imports only the JDK, SLF4J, Vert.x's core, {@code dev.hanse.discovery}, its {@code consul}, the model, and {@code net}.
 */
@NullMarked
package dev.hanse.discovery.consul.write;

import org.jspecify.annotations.NullMarked;
