// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.exchange;

import dev.hanse.proto.v1.ExchangeResponse;

/** What the writer of a stream does next. */
sealed interface Turn {

    /** It sends a message. */
    record Send(ExchangeResponse message) implements Turn {}

    /** It fetches what has changed of the view. */
    record FetchView() implements Turn {}

    /** It ends the stream. */
    record Leave(StreamEnd how) implements Turn {}
}
