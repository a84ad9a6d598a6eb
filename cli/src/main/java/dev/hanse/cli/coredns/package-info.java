// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The DNS servers of a Kubernetes cluster, whose ConfigMaps are changed so that they forward the zone, and changed back. Runs on the main thread; may import {@code discovery.dns},
 * {@code discovery.kubernetes}, {@code cli.kubernetes} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.coredns;

import org.jspecify.annotations.NullMarked;
