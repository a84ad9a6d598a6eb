// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.dns.zone;

/**
 * Everything there is to answer, at one moment. Immutable.
 *
 * @param names all owner names
 * @param soa the SOA record
 * @param viewVersion version of the view that this was made from
 * @param services number of services
 * @param panicServices how many of them panic
 */
public record Zone(NameTable names, Soa soa, long viewVersion, int services, int panicServices) {}
