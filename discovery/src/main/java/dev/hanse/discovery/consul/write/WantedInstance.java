// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

/**
 * An instance as it is to be.
 *
 * @param instance all but its health
 * @param health of its only check
 */
record WantedInstance(Instance instance, Health health) {}
