// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exports;

import dev.hanse.controlplane.model.ExportKey;
import dev.hanse.controlplane.model.Refusal;

/** An item that was not taken, and why. */
public record ItemRefusal(ExportKey key, Refusal refusal) {}
