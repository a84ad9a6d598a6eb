// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dnskey;

import picocli.CommandLine.Command;

/** {@code hanse dns-key}. */
@Command(name = "dns-key", description = "Makes and shows the key that signs the DNS zone (DNSSEC).")
public final class DnsKeyCommand {}
