// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** What became of a request that changes something. */
public sealed interface Outcome {

    /** For an operator: what was asked for, what the server said, and what to do where that is known. */
    String message();

    /** Whether the server did what it was asked. */
    default boolean done() {
        return this instanceof Done;
    }

    /**
     * It was done.
     *
     * @param object as it is now; of something deleted what the server says of that
     */
    record Done(JsonNode object) implements Outcome {
        @Override
        public String message() {
            return "";
        }
    }

    /** There is an object of that name already, anybody's. */
    record AlreadyExists(String message) implements Outcome {}

    /** The object is another one than was meant, or has changed since it was read. */
    record Conflict(String message) implements Outcome {}

    /** There is no such object, namespace or kind. */
    record NotFound(String message) implements Outcome {}

    /** Its namespace is being deleted. */
    record Terminating(String message) implements Outcome {}

    /**
     * The gateway may not do that.
     *
     * @param question the verb and the resource that the role lacks
     */
    record Forbidden(Question question, String message) implements Outcome {}

    /** The server does not take the object: the API's own rules, or a webhook. */
    record Invalid(String message) implements Outcome {}

    /** A ResourceQuota is used up. */
    record QuotaExceeded(String message) implements Outcome {}

    /**
     * The server has too much to do.
     *
     * @param retryAfter what it asked for; zero: nothing
     */
    record TooManyRequests(Duration retryAfter, String message) implements Outcome {}

    /** What the request relied on is too old. */
    record Gone(String message) implements Outcome {}

    /** All else, no answer among it: it may have been done all the same. */
    record Failed(String message) implements Outcome {}
}
