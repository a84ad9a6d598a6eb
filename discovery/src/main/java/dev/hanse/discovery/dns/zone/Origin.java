// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import org.jspecify.annotations.Nullable;

/**
 * What an answer was about, for statistics.
 *
 * @param service that was asked for
 * @param cluster whose endpoint stood first in the answer; null: the answer names no single one, as an SRV record of a
 *     service that several clusters answer for
 */
public record Origin(ServiceName service, @Nullable ClusterId cluster) {}
