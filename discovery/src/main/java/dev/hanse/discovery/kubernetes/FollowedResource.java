// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** A kind that exports are made of, on its way into the objects of the cluster. */
record FollowedResource(Resource resource, ClusterObjects objects) implements Followed<Kept> {

    @Override
    public String label() {
        return resource.label();
    }

    @Override
    public String listKind() {
        return resource.listKind();
    }

    @Override
    public String labelSelector() {
        return resource.labelSelector();
    }

    @Override
    public List<String> paths() {
        return resource.paths();
    }

    @Override
    public Kept strip(JsonNode object) {
        return resource.strip(object);
    }

    @Override
    public void replace(List<Kept> found) {
        Map<ObjectName, Kept> byName = HashMap.newHashMap(found.size());
        found.forEach(each -> byName.put(each.name(), each));
        objects.replace(resource, byName);
    }

    @Override
    public void put(Kept object) {
        objects.put(object);
    }

    @Override
    public void remove(Kept object) {
        objects.remove(object);
    }

    @Override
    public void onState(String trouble) {
        if (trouble.isEmpty()) {
            objects.onFollowed(resource);
        } else {
            objects.onFailed(resource, trouble);
        }
    }
}
