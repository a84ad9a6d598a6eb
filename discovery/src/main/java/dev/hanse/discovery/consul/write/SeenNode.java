// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import java.util.Map;

/**
 * The node of the imports.
 *
 * @param exists false: Consul has none of that name
 * @param ours whether Hanse made it
 * @param instances by id; others' among them
 */
record SeenNode(boolean exists, boolean ours, Map<String, SeenInstance> instances) {

    static final SeenNode NONE = new SeenNode(false, false, Map.of());

    SeenNode {
        instances = Map.copyOf(instances);
    }
}
