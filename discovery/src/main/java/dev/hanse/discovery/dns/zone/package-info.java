// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The zone as answers that are ready to send. {@link dev.hanse.discovery.dns.zone.ZoneCompiler} turns views into {@link
 * dev.hanse.discovery.dns.zone.Zone}s on one thread; a zone is immutable and read by all others. Imports the service
 * model and {@code dns.wire}.
 */
@NullMarked
package dev.hanse.discovery.dns.zone;

import org.jspecify.annotations.NullMarked;
