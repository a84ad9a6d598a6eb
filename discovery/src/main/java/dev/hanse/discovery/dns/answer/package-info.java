// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * From a query to its answer, in octets: one {@link dev.hanse.discovery.dns.answer.Answerer} for each thread that
 * answers, nothing shared between them but
 * the reference to the newest zone. Imports {@code dns.dnssec}, {@code dns.wire} and {@code dns.zone}.
 */
@NullMarked
package dev.hanse.discovery.dns.answer;

import org.jspecify.annotations.NullMarked;
