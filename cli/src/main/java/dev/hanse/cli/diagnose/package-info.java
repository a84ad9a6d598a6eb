// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Looks at a gateway, at the node agent beside it and at the Kubernetes cluster for what keeps names from being answered and packets from arriving, and says what to do. Changes nothing.
 * Runs on the main thread, with the rights of the person who types; may import {@code discovery.kubernetes}, {@code gateway.checks}, {@code net.address}, {@code cli.coredns},
 * {@code cli.kubernetes}, {@code cli.prefixes} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.diagnose;

import org.jspecify.annotations.NullMarked;
