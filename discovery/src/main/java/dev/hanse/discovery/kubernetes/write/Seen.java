// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import java.util.Set;

/**
 * An object of ours as the API server had it.
 *
 * @param <T> what is kept of it
 * @param content what we say in it, as it is there
 * @param uid which of all objects that had the name
 * @param version its resourceVersion
 * @param owners uids of the imports that it belongs to
 * @param goes whether it is being deleted
 */
record Seen<T extends Written>(T content, String uid, String version, Set<String> owners, boolean goes) {}
