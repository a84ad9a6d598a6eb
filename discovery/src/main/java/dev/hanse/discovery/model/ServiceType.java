// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.model;

/** How a service is consumed (ServiceImport type of KEP-1645). */
public enum ServiceType {
    /** One name for the service as a whole. */
    CLUSTER_SET_IP,
    /** One name per endpoint besides the name of the service. */
    HEADLESS
}
