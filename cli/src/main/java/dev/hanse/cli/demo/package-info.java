// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Two clusters on one machine: {@code hanse demo}. Test hosts are network namespaces; what runs on them is the distribution itself, a real Consul agent
 * and real HTTP servers. Runs on the main thread and, to clean up after a signal, on a shutdown hook; may import {@code cli.output} only, as it
 * looks at the product from outside.
 */
@NullMarked
package dev.hanse.cli.demo;

import org.jspecify.annotations.NullMarked;
