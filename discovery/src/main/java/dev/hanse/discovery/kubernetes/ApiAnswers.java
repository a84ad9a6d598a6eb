// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import dev.hanse.discovery.kubernetes.ApiException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.JacksonIOException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads answers object by object, so that there is never more than one of them in full. */
final class ApiAnswers {

    /**
     * Behind an object comes the next one. Names of properties are not kept for the next object: managed fields have other ones in each, with its uid, and all that a watch ever saw would
     * stay as long as it lasts.
     */
    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
                    .disable(StreamReadFeature.AUTO_CLOSE_SOURCE)
                    .build())
            .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** Octets that are read behind an object for the end to come. */
    private static final int MOST_BEHIND = 4_096;

    private ApiAnswers() {}

    /**
     * What stands beside the objects of a list.
     *
     * @param version the position from which to watch
     * @param next where the next page begins; empty: this was the last
     */
    record Page(String version, String next) {}

    /** @throws ApiException also if the answer is another list, or breaks off: then not all of it was there */
    static Page list(InputStream answer, String kind, Consumer<JsonNode> each) throws ApiException {
        try (JsonParser parser = MAPPER.createParser(answer)) {
            require(parser.nextToken() == JsonToken.START_OBJECT, "no JSON object");
            String found = "";
            Page page = new Page("", "");
            while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
                String field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "kind" -> found = parser.getValueAsString("");
                    case "metadata" -> page = page(MAPPER.readTree(parser));
                    case "items" -> items(parser, each);
                    default -> parser.skipChildren();
                }
            }
            require(parser.currentToken() == JsonToken.END_OBJECT, "it breaks off");
            require(found.equals(kind), "it is a \"" + found + "\" (expected: " + kind + ")");
            require(!page.version().isEmpty(), "it has no resourceVersion");
            toEnd(answer);
            return page;
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private static Page page(JsonNode metadata) {
        return new Page(
                metadata.path("resourceVersion").asString(""),
                metadata.path("continue").asString(""));
    }

    /** Go writes an empty list as {@code null} sometimes. */
    private static void items(JsonParser parser, Consumer<JsonNode> each) {
        if (parser.currentToken() == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
                each.accept(MAPPER.readTree(parser));
            }
        }
    }

    /** One object. */
    static JsonNode object(InputStream answer) throws ApiException {
        try {
            JsonNode object = MAPPER.readTree(answer);
            toEnd(answer);
            return object;
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    /** Only an answer that was read to its end leaves its connection to the next request. What is behind the object says nothing of it, nor does that it cannot be read. */
    private static void toEnd(InputStream answer) {
        try {
            answer.readNBytes(MOST_BEHIND);
        } catch (IOException _) {
            // The next request has another connection.
        }
    }

    /** A change of an object, or a word about the watch itself. */
    interface Events {
        void on(String type, JsonNode object) throws ApiException;
    }

    /** Reads a watch until the server ends it. */
    static void events(InputStream answer, Events events) throws ApiException {
        try (JsonParser parser = MAPPER.createParser(answer)) {
            while (parser.nextToken() != null) {
                JsonNode event = MAPPER.readTree(parser);
                events.on(event.path("type").asString(""), event.path("object"));
            }
        } catch (JacksonException e) {
            throw broken(e);
        }
    }

    private static void require(boolean fits, String otherwise) throws ApiException {
        if (!fits) {
            throw new ApiException(Reason.FAILED, "the answer cannot be read: " + otherwise);
        }
    }

    private static ApiException broken(JacksonException e) {
        return e instanceof JacksonIOException
                ? new ApiException(Reason.BROKEN, "the answer breaks off: " + e.getOriginalMessage(), e)
                : new ApiException(Reason.FAILED, "the answer cannot be read: " + e.getOriginalMessage(), e);
    }
}
