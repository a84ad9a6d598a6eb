// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/** Answers a unary call. */
public final class UnaryCall {

    private UnaryCall() {}

    /** Sends what {@code answer} gives, or the status of what it throws. */
    public static <A> void answer(StreamObserver<A> observer, Supplier<A> answer) {
        A message;
        try {
            message = answer.get();
        } catch (RuntimeException e) {
            observer.onError(Statuses.of(e));
            return;
        }
        observer.onNext(message);
        observer.onCompleted();
    }
}
