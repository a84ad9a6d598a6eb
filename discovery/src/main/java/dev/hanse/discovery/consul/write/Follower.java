// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.consul.write;

import dev.hanse.discovery.consul.ConsulAnswer;
import dev.hanse.discovery.consul.ConsulException;
import dev.hanse.discovery.consul.ConsulRequests;
import dev.hanse.discovery.consul.QueryLoop;
import io.vertx.core.buffer.Buffer;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** Takes what Consul says of one thing. An answer of which a part was left out for lack of rights says nothing: what is missing in it may be there. */
final class Follower<T> implements QueryLoop.Reader<ConsulRequests, Optional<Buffer>> {

    private final String what;
    private final Function<Optional<Buffer>, T> reading;
    private final Consumer<T> sink;
    private final SeenCatalog seen;

    Follower(String what, Function<Optional<Buffer>, T> reading, Consumer<T> sink, SeenCatalog seen) {
        this.what = what;
        this.reading = reading;
        this.sink = sink;
        this.seen = seen;
    }

    @Override
    public void onConnect(ConsulRequests connection) {
        // Any Consul is as good: what is written is compared with what it has.
    }

    @Override
    public void onAnswer(ConsulRequests connection, ConsulAnswer<Optional<Buffer>> answer) throws ConsulException {
        if (answer.filtered()) {
            throw new ConsulException(
                    "Consul left out what the token may not read; grant service_prefix \"\" and node_prefix \"\" policy \"read\"");
        }
        sink.accept(read(answer.value()));
        seen.onSuccess(what);
    }

    private T read(Optional<Buffer> body) throws ConsulException {
        try {
            return reading.apply(body);
        } catch (RuntimeException e) {
            throw new ConsulException("the answer cannot be read: " + e.getMessage());
        }
    }

    @Override
    public void onFailure(ConsulException failure) {
        seen.onTrouble(what, failure);
    }
}
