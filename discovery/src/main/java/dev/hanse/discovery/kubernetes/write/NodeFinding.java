// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

/**
 * Something that is wrong with a node, for an Event of it.
 *
 * @param code what kind of thing, as {@code REVERSE_PATH_STRICT}
 * @param text the same for as long as it stays
 * @param remedy what to do
 */
public record NodeFinding(String code, String text, String remedy) {}
