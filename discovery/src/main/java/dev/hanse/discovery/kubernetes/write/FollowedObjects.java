// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.write;

import dev.hanse.discovery.kubernetes.Followed;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/** A kind that is written, on its way from the API server into what was seen. */
record FollowedObjects(
        ObjectKind kind, SeenObjects objects, Consumer<String> served, Runnable complete, Consumer<String> failed)
        implements Followed<FoundObject> {

    @Override
    public String label() {
        return kind.label();
    }

    @Override
    public String listKind() {
        return kind.kind() + "List";
    }

    @Override
    public String labelSelector() {
        return StandardKeys.SELECTOR;
    }

    @Override
    public List<String> paths() {
        return kind.paths();
    }

    @Override
    public void onServed(String path) {
        served.accept(path);
    }

    @Override
    public FoundObject strip(JsonNode object) {
        return FoundObject.of(kind, object);
    }

    @Override
    public void onListing() {
        objects.onListing(kind);
    }

    @Override
    public void replace(List<FoundObject> found) {
        complete(objects.replace(kind, found));
    }

    @Override
    public void replace(List<FoundObject> found, String version) {
        complete(objects.replace(kind, found, version));
    }

    private void complete(boolean now) {
        if (now) {
            complete.run();
        }
    }

    @Override
    public void put(FoundObject object) {
        objects.put(object);
    }

    @Override
    public void remove(FoundObject object) {
        objects.remove(object.key());
    }

    @Override
    public void onState(String trouble) {
        failed.accept(trouble);
    }
}
