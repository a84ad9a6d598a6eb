// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The verbs for the key that signs the DNS zone. They work on a file alone and ask nobody. Called on the main thread;
 * may import {@code discovery.dns} and {@code cli.output}.
 */
@NullMarked
package dev.hanse.cli.dnskey;

import org.jspecify.annotations.NullMarked;
