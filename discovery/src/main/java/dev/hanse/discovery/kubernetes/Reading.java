// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Lists one kind and watches it, once each; {@link Follower} does so again and again. Confined to its thread. */
final class Reading<T> {

    /** Objects of a page; the server answers each page from one moment, and needs memory for it. */
    private static final int PAGE = 500;

    private final Followed<T> kind;
    private final ApiServer server;
    private final ClusterIdentity identity;
    private final KubernetesTimings timings;
    private String path;
    private boolean listed;

    Reading(Followed<T> kind, ApiServer server, ClusterIdentity identity, KubernetesTimings timings) {
        this.kind = kind;
        this.server = server;
        this.identity = identity;
        this.timings = timings;
        this.path = kind.paths().getFirst();
    }

    /**
     * Reads all objects, in the best version that is served.
     *
     * @return the position from which to watch
     */
    String list() throws ApiException, InterruptedException {
        identity.require(server, timings.answer());
        for (String version : kind.paths()) {
            try {
                path = version;
                return listPages();
            } catch (ApiException e) {
                if (e.reason() != Reason.NOT_FOUND) {
                    throw e;
                }
            }
        }
        throw new ApiException(Reason.ABSENT, kind.absent());
    }

    /** A page token that has expired is no reason to begin at the first page again, and perhaps for ever: all is read as one then. */
    private String listPages() throws ApiException, InterruptedException {
        kind.onListing();
        List<T> found = new ArrayList<>();
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
        kind.onServed(path);
        kind.replace(found, page.version());
        listed = true;
        return page.version();
    }

    private ApiAnswers.Page page(String query, List<T> found) throws ApiException, InterruptedException {
        try (QuietStream answer = server.get(new Question("list", kind.label()), path(query), timings.answer())) {
            return ApiAnswers.list(answer, kind.listKind(), object -> found.add(kind.strip(object)));
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
        requireReached(position);
        try (QuietStream answer = server.get(new Question("watch", kind.label()), path(query), timings.silence())) {
            kind.onState("");
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

    /**
     * After a backup was restored the server is at an earlier position than we are. It would wait without a word until it comes by there, and what it has lost meanwhile would be taken for
     * present.
     */
    private void requireReached(String position) throws ApiException, InterruptedException {
        if (listed) {
            listed = false;
            return;
        }
        String now = page("&limit=1", new ArrayList<>()).version();
        if (number(now) < number(position)) {
            throw new ApiException(
                    Reason.EXPIRED,
                    kind.label() + " were read up to version " + position + ", and the server is at " + now
                            + ": an older state was restored");
        }
    }

    /** Versions of one server are numbers that grow; what is none says nothing. */
    private static long number(String version) {
        try {
            return Long.parseLong(version);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private String path(String query) {
        String fields = kind.fieldSelector().isEmpty() ? "" : "&fieldSelector=" + encoded(kind.fieldSelector());
        return path + "?labelSelector=" + encoded(kind.labelSelector()) + fields + query;
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
                case "ADDED", "MODIFIED" -> kind.put(kind.strip(object));
                case "DELETED" -> kind.remove(kind.strip(object));
                case "BOOKMARK" -> {}
                default -> throw error(object);
            }
            version = object.path("metadata").path("resourceVersion").asString(version);
        }

        private ApiException error(JsonNode status) {
            boolean expired = status.path("code").asInt(0) == 410;
            return new ApiException(
                    expired ? Reason.EXPIRED : Reason.FAILED,
                    "watch " + kind.label() + ": the server ends it: "
                            + status.path("message").asString("without a word"));
        }
    }
}
