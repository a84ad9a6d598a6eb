// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The objects that install Hanse in a Kubernetes cluster, from what the charts were rendered to. Asks no server. Runs on the main thread; may import {@code net.address}, {@code net.text},
 * {@code discovery.model} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.install;

import org.jspecify.annotations.NullMarked;
