// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * How verbs reach a cluster's API server: by kubectl's own configuration, with the rights of the person who types. Runs on the main thread; may import {@code discovery.kubernetes} and
 * {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.kubernetes;

import org.jspecify.annotations.NullMarked;
