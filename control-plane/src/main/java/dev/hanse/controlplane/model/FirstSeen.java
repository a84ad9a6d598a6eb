// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import java.time.Instant;

/**
 * When an export was first seen; an exporter cannot claim to be much older.
 *
 * @param cluster the exporter
 * @param service what it exports
 * @param at when its first gateway said so
 */
public record FirstSeen(ClusterId cluster, ServiceName service, Instant at) {}
