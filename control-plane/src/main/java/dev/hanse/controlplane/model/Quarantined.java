// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.model;

/**
 * What was kept from before and is not taken up, because it passes a bound that did not exist when it was accepted, or cannot be read.
 *
 * @param subject a cluster, or a gateway
 * @param count how much of it
 * @param why for a person: the first of these, and what was expected
 */
public record Quarantined(String subject, int count, String why) {}
