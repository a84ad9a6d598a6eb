// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/**
 * What clients ask DNS for: {@code _name._protocol} (RFC 2782). Each stands once among the ports of a service.
 *
 * @param name RFC 1123 label; empty: none
 * @param protocol transport protocol
 */
public record PortName(String name, Protocol protocol) {}
