// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

/**
 * The check of an instance.
 *
 * @param status {@link #PASSING} or {@link #CRITICAL}; what others wrote may be anything
 * @param output why, for people
 */
record Health(String status, String output) {

    static final String PASSING = "passing";
    static final String CRITICAL = "critical";
}
