// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** Reads what is there at this moment, once: for verbs that a person types. For any thread; requests block it. */
public final class ApiReads {

    private static final String PAGE = "limit=500";

    private final ApiServer server;

    /** Of one API server. */
    public ApiReads(ApiServer server) {
        this.server = server;
    }

    /**
     * One object.
     *
     * @param label as roles and {@code kubectl} name the kind
     * @return empty: there is none, or no such kind
     */
    public Optional<JsonNode> get(String label, String path) throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(new Question("get", label), path, KubernetesTimings.STANDARD.answer())) {
            return Optional.of(ApiAnswers.object(answer));
        } catch (ApiException e) {
            return absent(e, Optional.empty());
        }
    }

    /**
     * Whether a kind is served in a version.
     *
     * @param label as roles and {@code kubectl} name the kind
     * @param version path of group and version, as {@code /apis/multicluster.x-k8s.io/v1beta1}
     * @param plural the kind's part of the path
     */
    public boolean isServed(String label, String version, String plural) throws ApiException, InterruptedException {
        return get(label, version).stream()
                .flatMap(each -> each.path("resources").valueStream())
                .anyMatch(each -> each.path("name").asString("").equals(plural));
    }

    /**
     * All objects of a kind, page by page; nobody holds more than one of them in full. Where a page has expired all is read again as one, and some come twice.
     *
     * @param selector of labels; empty: all
     * @param listKind what the list says it is
     * @return whether the kind is served there
     */
    public boolean list(String label, String path, String selector, String listKind, Consumer<JsonNode> each)
            throws ApiException, InterruptedException {
        String base = path + "?" + (selector.isEmpty() ? "" : "labelSelector=" + encoded(selector) + "&");
        try {
            String next = page(label, base + PAGE, listKind, each);
            while (!next.isEmpty()) {
                next = page(label, base + PAGE + "&continue=" + encoded(next), listKind, each);
            }
            return true;
        } catch (ApiException e) {
            if (e.reason() != Reason.EXPIRED) {
                return absent(e, false);
            }
            page(label, base, listKind, each);
            return true;
        }
    }

    private String page(String label, String path, String listKind, Consumer<JsonNode> each)
            throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(new Question("list", label), path, KubernetesTimings.STANDARD.answer())) {
            return ApiAnswers.list(answer, listKind, each).next();
        }
    }

    private static <T> T absent(ApiException e, T otherwise) throws ApiException {
        if (e.reason() != Reason.NOT_FOUND) {
            throw e;
        }
        return otherwise;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
