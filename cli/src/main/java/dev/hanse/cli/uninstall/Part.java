// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.uninstall;

/**
 * One thing that goes, as JSON says it.
 *
 * @param kind as roles and {@code kubectl} name it; {@code …/status}: conditions in it
 * @param name with its namespace
 * @param gone whether it is not there any more
 * @param remark why it stays, or what else a person should know; empty: nothing
 */
record Part(String kind, String name, boolean gone, String remark) {

    String line() {
        return kind + " " + name + (remark.isEmpty() ? "" : ": " + remark);
    }
}
