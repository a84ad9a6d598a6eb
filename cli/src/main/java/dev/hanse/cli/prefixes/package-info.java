// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Shows which prefixes a Kubernetes cluster has before anybody registers them. Changes nothing. Runs on the main thread, with the rights of the person who types; may import
 * {@code discovery.kubernetes}, {@code net.address}, {@code cli.kubernetes} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.prefixes;

import org.jspecify.annotations.NullMarked;
