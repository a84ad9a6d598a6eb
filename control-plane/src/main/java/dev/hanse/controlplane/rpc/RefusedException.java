// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.controlplane.rpc;

import java.util.List;

/** A call or a stream is refused; nothing was changed. The message is for the caller and holds no secret. */
public final class RefusedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<FieldError> fields;

    /** A field of the request and what is wrong with it. */
    public record FieldError(String field, String description) {}

    /** With a message that holds the value and the expectation. */
    public RefusedException(Reason reason, String message) {
        this(reason, message, List.of());
    }

    private RefusedException(Reason reason, String message, List<FieldError> fields) {
        super(message);
        this.reason = reason;
        this.fields = fields;
    }

    /** For one malformed field. */
    public static RefusedException field(String field, String description) {
        return field(Reason.FIELD_INVALID, field, description);
    }

    /** For one malformed field, under a reason of its own. */
    public static RefusedException field(Reason reason, String field, String description) {
        return new RefusedException(reason, field + ": " + description, List.of(new FieldError(field, description)));
    }

    /** Why. */
    public Reason reason() {
        return reason;
    }

    List<FieldError> fields() {
        return fields == null ? List.of() : fields;
    }
}
