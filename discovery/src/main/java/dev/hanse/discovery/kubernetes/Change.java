// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

/**
 * A request that changes something.
 *
 * @param question for messages of refusals
 * @param method of HTTP
 * @param path with query
 * @param type of the body
 * @param body JSON
 */
record Change(Question question, String method, String path, String type, String body) {}
