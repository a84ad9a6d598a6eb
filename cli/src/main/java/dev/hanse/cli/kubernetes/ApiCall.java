// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.kubernetes;

import dev.hanse.cli.output.CommandFailure;
import dev.hanse.discovery.kubernetes.ApiException;
import java.util.Objects;

/**
 * Something that is asked of the API server.
 *
 * @param <T> the answer
 */
@FunctionalInterface
public interface ApiCall<T> {

    /** Asks. */
    T ask() throws ApiException, InterruptedException;

    /**
     * Asks, for a person.
     *
     * @throws CommandFailure if the server does not do it
     */
    static <T> T answer(ApiCall<T> call) {
        try {
            return call.ask();
        } catch (ApiException e) {
            throw failure(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", "run it again: what was done stays done", e);
        }
    }

    private static CommandFailure failure(ApiException e) {
        String what = Objects.requireNonNullElse(e.getMessage(), "the API server cannot be asked");
        boolean refused = e.reason() == ApiException.Reason.REFUSED || e.reason() == ApiException.Reason.FORBIDDEN;
        String next = refused
                ? "it is done with the rights of whoever types it"
                : "check --kubeconfig and --context; where kubectl runs a program to log in, start 'kubectl proxy' and say"
                        + " --api-server http://127.0.0.1:8001";
        return new CommandFailure(what, next, e);
    }
}
