// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The gateway's control loop: one thread that owns the link, the view and the merge of the sources. Imports only the JDK and the logging face.
 */
@NullMarked
package dev.hanse.gateway.loop;

import org.jspecify.annotations.NullMarked;
