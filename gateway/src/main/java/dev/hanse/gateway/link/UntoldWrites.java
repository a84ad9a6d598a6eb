// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.proto.v1.ExchangeRequest;
import dev.hanse.proto.v1.WriteReport;
import java.util.Optional;
import java.util.function.Supplier;

/** What cannot be written, where it is another thing than was told on this stream: of one on which nothing was said nothing is known. Belongs to the control loop. */
final class UntoldWrites implements Supplier<Optional<ExchangeRequest>> {

    private final Supplier<WriteReport> writes;
    private WriteReport told = WriteReport.getDefaultInstance();

    UntoldWrites(Supplier<WriteReport> writes) {
        this.writes = writes;
    }

    @Override
    public Optional<ExchangeRequest> get() {
        WriteReport newest = writes.get();
        if (newest.equals(told)) {
            return Optional.empty();
        }
        told = newest;
        return Optional.of(ExchangeRequest.newBuilder().setWriteReport(newest).build());
    }
}
