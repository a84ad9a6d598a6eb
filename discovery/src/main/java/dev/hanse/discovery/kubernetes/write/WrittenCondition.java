// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.model.ExportCondition;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One condition in the status of a ServiceExport.
 *
 * @param type {@code Valid}, {@code Ready} or {@code Conflict}
 * @param status {@code True}, {@code False} or {@code Unknown}
 * @param reason for programs
 * @param message for people
 * @param generation of the export that it is said of; 0: not known
 * @param since when {@code status} was another one for the last time, as the API writes it; empty: it is not known
 */
record WrittenCondition(String type, String status, String reason, String message, long generation, String since) {

    /** The API takes 32,768 characters. */
    private static final int LONGEST_MESSAGE = 32_000;

    /** As it is to be, not written yet. */
    static WrittenCondition of(ExportCondition condition) {
        String message = condition.message();
        return new WrittenCondition(
                type(condition.type()),
                switch (condition.status()) {
                    case TRUE -> "True";
                    case FALSE -> "False";
                    case UNKNOWN -> "Unknown";
                },
                condition.reason(),
                message.length() <= LONGEST_MESSAGE ? message : message.substring(0, LONGEST_MESSAGE - 1) + "…",
                condition.observedGeneration(),
                "");
    }

    private static String type(ExportCondition.Type type) {
        return switch (type) {
            case VALID -> "Valid";
            case READY -> "Ready";
            case CONFLICT -> "Conflict";
        };
    }

    /** As it stands in a status. */
    static WrittenCondition of(JsonNode condition) {
        return new WrittenCondition(
                condition.path("type").asString(""),
                condition.path("status").asString(""),
                condition.path("reason").asString(""),
                condition.path("message").asString(""),
                condition.path("observedGeneration").asLong(0),
                condition.path("lastTransitionTime").asString(""));
    }

    /** Whether it is one of ours: others of the status are somebody else's. */
    boolean isStandard() {
        return List.of("Valid", "Ready", "Conflict").contains(type);
    }

    /** The same, with the time of the one that is there where that has the same status, else with this one. */
    WrittenCondition since(List<WrittenCondition> there, Instant now) {
        String time = there.stream()
                .filter(each -> each.type.equals(type) && each.status.equals(status) && !each.since.isEmpty())
                .map(WrittenCondition::since)
                .findFirst()
                .orElseGet(() -> now.truncatedTo(ChronoUnit.SECONDS).toString());
        return new WrittenCondition(type, status, reason, message, generation, time);
    }

    ObjectNode json() {
        ObjectNode condition = Body.empty()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message)
                .put("lastTransitionTime", since);
        return generation > 0 ? condition.put("observedGeneration", generation) : condition;
    }
}
