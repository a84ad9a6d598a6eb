// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Between the model and the messages of {@code hanse.v1} that carry it, each class both ways: a field is added here once. Pure, any thread. What
 * control plane and gateway refuse differently is a {@code ReadingRules} of each. Imports {@code discovery.model} and {@code proto}; the only package
 * of this module that knows generated types.
 */
@NullMarked
package dev.hanse.discovery.contract;

import org.jspecify.annotations.NullMarked;
