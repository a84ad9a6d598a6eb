// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * A kind of objects that is listed and watched, and who takes what is found. Called by one thread.
 *
 * @param <T> what is kept of an object
 */
public interface Followed<T> {

    /** As roles and {@code kubectl} name it. */
    String label();

    /** What a list of them says it is. */
    String listKind();

    /** Which of them are of interest; empty: all. */
    default String labelSelector() {
        return "";
    }

    /** Which of them are of interest by their fields; empty: all. */
    default String fieldSelector() {
        return "";
    }

    /** The paths of its versions, the best first. */
    List<String> paths();

    /** What is said where none of the paths is served. */
    default String absent() {
        return label() + " are not served; apply the CRDs of the Multi-Cluster Services API, v1beta1 or v1alpha1";
    }

    /** @param path the one of {@link #paths} that is served, on which what follows was read */
    default void onServed(String path) {}

    /** What is kept of an object. */
    T strip(JsonNode object);

    /** A list is about to be asked for: what it says is not older than this moment. */
    default void onListing() {}

    /** A list was read: what it lacks is gone. */
    void replace(List<T> found);

    /** @param version resourceVersion at which it was so: what is newer comes on the watch */
    default void replace(List<T> found, String version) {
        replace(found);
    }

    /** An object is there, or has changed. */
    void put(T object);

    /** An object is gone. */
    void remove(T object);

    /** @param trouble why the kind cannot be read, of which what is known stays; empty: it is watched, behind the list */
    void onState(String trouble);

    /**
     * It cannot be read; what is known of it stays.
     *
     * @param reason what may be concluded of the kind
     * @param trouble the same in words
     */
    default void onFailed(ApiException.Reason reason, String trouble) {
        onState(trouble);
    }
}
