// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

/** What has the addresses of a prefix. */
public enum Network {
    PODS,
    SERVICES
}
