// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/** The transport protocol of a service port. */
public enum Protocol {
    TCP,
    UDP,
    SCTP
}
