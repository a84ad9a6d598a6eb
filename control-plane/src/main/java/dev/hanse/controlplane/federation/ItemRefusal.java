// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.federation;

import dev.hanse.controlplane.state.ExportKey;
import dev.hanse.controlplane.state.Refusal;

/** An item that was not taken, and why. */
public record ItemRefusal(ExportKey key, Refusal refusal) {}
