// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Lists one kind and watches it, once each; {@link Follower} does so again and again. Confined to its thread. */
final class Reading {

    /** Objects of a page; the server answers each page from one moment, and needs memory for it. */
    private static final int PAGE = 500;

    private final Resource resource;
    private final ApiServer server;
    private final ClusterIdentity identity;
    private final ClusterObjects objects;
    private final KubernetesTimings timings;
    private String path;

    Reading(
            Resource resource,
            ApiServer server,
            ClusterIdentity identity,
            ClusterObjects objects,
            KubernetesTimings timings) {
        this.resource = resource;
        this.server = server;
        this.identity = identity;
        this.objects = objects;
        this.timings = timings;
        this.path = resource.paths().getFirst();
    }

    /**
     * Reads all objects, in the best version that is served.
     *
     * @return the position from which to watch
     */
    String list() throws ApiException, InterruptedException {
        identity.require(server, timings.answer());
        for (String version : resource.paths()) {
            try {
                path = version;
                return listPages();
            } catch (ApiException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        throw new ApiException(
                Reason.REFUSED,
                resource.label()
                        + " are not served; apply the CRDs of the Multi-Cluster Services API, v1beta1 or v1alpha1");
    }

    /** A page token that has expired is no reason to begin at the first page again, and perhaps for ever: all is read as one then. */
    private String listPages() throws ApiException, InterruptedException {
        Map<ObjectName, Kept> found = new HashMap<>();
        String limit = "&limit=" + PAGE;
        ApiAnswers.Page page = page(limit, found);
        while (!page.next().isEmpty()) {
            try {
                page = page(limit + "&continue=" + encoded(page.next()), found);
            } catch (ApiException e) {
                if (e.reason() != Reason.EXPIRED) {
                    throw e;
                }
                found.clear();
                page = page("", found);
            }
        }
        objects.replace(resource, found);
        return page.version();
    }

    private ApiAnswers.Page page(String query, Map<ObjectName, Kept> found) throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(new Question("list", resource.label()), path(query), timings.answer())) {
            return ApiAnswers.list(answer, resource.listKind(), object -> {
                Kept kept = resource.strip(object);
                found.put(kept.name(), kept);
            });
        }
    }

    /**
     * Watches until the server ends it, or the connection breaks or is silent: either way one goes on behind what was seen last. A position of another cluster's
     * would be waited for without a word.
     *
     * @param seconds after which the server is to end it
     * @return the position behind what was seen last
     */
    String watch(String position, long seconds) throws ApiException, InterruptedException {
        Position seen = new Position(position);
        String query = "&watch=true&allowWatchBookmarks=true&resourceVersion=" + encoded(position) + "&timeoutSeconds="
                + seconds;
        identity.require(server, timings.answer());
        try (QuietStream answer = server.get(new Question("watch", resource.label()), path(query), timings.silence())) {
            objects.onFollowed(resource);
            ApiAnswers.events(answer, seen);
        } catch (ApiException e) {
            if (e.reason() != Reason.BROKEN) {
                throw e.reason() == Reason.NOT_FOUND
                        ? new ApiException(Reason.EXPIRED, String.valueOf(e.getMessage()), e)
                        : e;
            }
        }
        return seen.version;
    }

    private String path(String query) {
        return path + "?labelSelector=" + encoded(resource.labelSelector()) + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Takes the events of one watch. */
    private final class Position implements ApiAnswers.Events {

        private String version;

        Position(String version) {
            this.version = version;
        }

        @Override
        public void on(String type, JsonNode object) throws ApiException {
            switch (type) {
                case "ADDED", "MODIFIED" -> objects.put(resource.strip(object));
                case "DELETED" -> objects.remove(resource.strip(object));
                case "BOOKMARK" -> {}
                default -> throw error(object);
            }
            version = object.path("metadata").path("resourceVersion").asString(version);
        }

        private ApiException error(JsonNode status) {
            boolean expired = status.path("code").asInt(0) == 410;
            return new ApiException(
                    expired ? Reason.EXPIRED : Reason.FAILED,
                    "watch " + resource.label() + ": the server ends it: "
                            + status.path("message").asString("without a word"));
        }
    }
}
