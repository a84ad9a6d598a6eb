// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Takes away what Hanse put into a Kubernetes cluster. Runs on the main thread, with the rights of the person who types; may import {@code discovery.kubernetes}, {@code cli.coredns},
 * {@code cli.kubernetes} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.uninstall;

import org.jspecify.annotations.NullMarked;
