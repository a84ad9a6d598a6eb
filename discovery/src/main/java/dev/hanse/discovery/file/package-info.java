// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Exports from a watched YAML file, for hosts that have neither Kubernetes nor Consul. One virtual thread per source waits, reads and reports.
 * Imports only the JDK, SLF4J, {@code dev.hanse.discovery}, the model, {@code net.address} and {@code net.yaml}.
 */
@NullMarked
package dev.hanse.discovery.file;

import org.jspecify.annotations.NullMarked;
