// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/** Reading of socket addresses that people write. Stateless. Imports only the JDK and the model. */
@NullMarked
package dev.hanse.discovery.yaml;

import org.jspecify.annotations.NullMarked;
