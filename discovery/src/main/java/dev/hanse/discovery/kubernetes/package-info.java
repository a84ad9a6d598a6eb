// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Exports from Kubernetes: Services with a {@code ServiceExport} of the Multi-Cluster Services API (KEP-1645). A virtual thread for each kind lists and watches, strips
 * objects to what exports are made of, and fills one set of objects; another one makes exports of what has changed, and reports. Imports only the JDK, SLF4J, Jackson,
 * Bouncy Castle for keys in PEM, {@code dev.hanse.discovery}, the model, and {@code net.address}, {@code net.text}, {@code net.time}, {@code net.yaml}.
 */
@NullMarked
package dev.hanse.discovery.kubernetes;

import org.jspecify.annotations.NullMarked;
