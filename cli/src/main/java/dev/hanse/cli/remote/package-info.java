// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The way to a control plane: operator credentials, a TLS 1.3 channel, and what to do about each refusal. Called on the main thread; may import
 * gRPC and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.remote;

import org.jspecify.annotations.NullMarked;
