// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * What the gateway shows of itself over HTTP: health, readiness, metrics, status. Reads snapshots; changes nothing.
 * Runs on a Vert.x event loop, but for the status document, which a worker thread of Vert.x makes. Imports Vert.x, the
 * Prometheus client's model, Jackson and, of the gateway, {@code exports}, {@code identity}, {@code link}, {@code paths}
 * and {@code views}.
 */
@NullMarked
package dev.hanse.gateway.status;

import org.jspecify.annotations.NullMarked;
