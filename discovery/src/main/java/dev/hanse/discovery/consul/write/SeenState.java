// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import java.util.Map;
import java.util.Set;

/**
 * What Consul has at one moment, all of it read at least once.
 *
 * @param node of the imports
 * @param health of its instances, by the id of instance and check
 * @param names of all services, in lower case
 * @param namesVersion counts how often names came or went
 * @param lock by which one gateway writes
 * @param version counts answers of all kinds
 */
record SeenState(
        SeenNode node, Map<String, Health> health, Set<String> names, long namesVersion, SeenLock lock, long version) {}
