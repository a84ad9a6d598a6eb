// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.gateway.loop.ControlLoop;
import dev.hanse.gateway.rpc.ChannelFactory;
import dev.hanse.net.time.Backoff;
import java.time.Clock;

/**
 * What a link runs on.
 *
 * @param loop the owner of all its state
 * @param clock wall clock
 * @param channels open connections to the control plane
 * @param backoff between failed attempts
 */
public record LinkRuntime(ControlLoop loop, Clock clock, ChannelFactory channels, Backoff backoff) {}
