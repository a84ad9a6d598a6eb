// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.contract;

import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ExportOrigin;

/** What became of exports. */
public final class ExportConditions {

    private ExportConditions() {}

    /** As a message. */
    public static dev.hanse.proto.v1.ExportCondition toMessage(ExportCondition condition) {
        return dev.hanse.proto.v1.ExportCondition.newBuilder()
                .setType(
                        switch (condition.type()) {
                            case VALID -> "Valid";
                            case READY -> "Ready";
                            case CONFLICT -> "Conflict";
                        })
                .setStatus(
                        switch (condition.status()) {
                            case TRUE -> "True";
                            case FALSE -> "False";
                            case UNKNOWN -> "Unknown";
                        })
                .setReason(condition.reason())
                .setMessage(condition.message())
                .setObservedGeneration(condition.observedGeneration())
                .setObjectUid(condition.observed().uid())
                .build();
    }

    /**
     * From a message.
     *
     * @throws IllegalArgumentException with the value and the expectation
     */
    public static ExportCondition fromMessage(dev.hanse.proto.v1.ExportCondition message) {
        return new ExportCondition(
                type(message.getType()),
                status(message.getStatus()),
                message.getReason(),
                message.getMessage(),
                new ExportOrigin(message.getObjectUid(), message.getObservedGeneration()));
    }

    private static ExportCondition.Type type(String type) {
        return switch (type) {
            case "Valid" -> ExportCondition.Type.VALID;
            case "Ready" -> ExportCondition.Type.READY;
            case "Conflict" -> ExportCondition.Type.CONFLICT;
            default ->
                throw new IllegalArgumentException(
                        "condition type: \"" + type + "\" (expected: Valid, Ready or Conflict)");
        };
    }

    private static ExportCondition.Status status(String status) {
        return switch (status) {
            case "True" -> ExportCondition.Status.TRUE;
            case "False" -> ExportCondition.Status.FALSE;
            case "Unknown" -> ExportCondition.Status.UNKNOWN;
            default ->
                throw new IllegalArgumentException(
                        "condition status: \"" + status + "\" (expected: True, False or Unknown)");
        };
    }
}
