// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0

/**
 * The {@code Inspection} service: what operators see of services, paths, names and the audit log. Reads state on the control loop and
 * changes nothing. Answers for names come from the same compiler that gateways use, so that they are the gateways'
 * answers. Imports {@code audit}, {@code peers}, {@code views},
 * {@code rpc}, the messages and the rules for zones.
 */
@NullMarked
package dev.hanse.controlplane.inspection;

import org.jspecify.annotations.NullMarked;
