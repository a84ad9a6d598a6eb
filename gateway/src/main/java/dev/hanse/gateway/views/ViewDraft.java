// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.proto.v1.ItemKey;
import dev.hanse.proto.v1.ViewItem;
import dev.hanse.tunnel.peer.PeerConfig;
import dev.hanse.tunnel.peer.PeerId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A content in the making: the items as they came, for keeping on disk, and the same as model values, for serving. Not
 * thread-safe.
 */
final class ViewDraft {

    /** Ten times the largest cluster set that Hanse is measured with. */
    static final int MAX_ITEMS = 250_000;

    private final Map<ItemKey, ViewItem> items;
    private final Map<PeerId, PeerConfig> peers;
    private SharedMap<ServiceName, ServiceImport> imports;
    private SharedMap<SliceKey, EndpointSlice> slices;
    private SharedMap<ServiceName, List<ExportCondition>> conditions;

    ViewDraft() {
        this(new LinkedHashMap<>(), ViewContent.EMPTY);
    }

    private ViewDraft(Map<ItemKey, ViewItem> items, ViewContent content) {
        this.items = items;
        this.imports = content.imports();
        this.slices = content.slices();
        this.peers = new LinkedHashMap<>(content.peers());
        this.conditions = content.conditions();
    }

    /** A draft that changes apart from this one. */
    ViewDraft copy() {
        return new ViewDraft(new LinkedHashMap<>(items), content());
    }

    ViewContent content() {
        return new ViewContent(imports, slices, peers, conditions);
    }

    List<ViewItem> items() {
        return List.copyOf(items.values());
    }

    @Nullable
    ViewItem item(ItemKey key) {
        return items.get(key);
    }

    /** Takes an item in place of the one with its key. On refusal nothing changes. */
    void put(ViewItem item, ViewRules rules) throws ItemRefusedException {
        ItemKey key = ItemKeys.of(item);
        if (items.size() >= MAX_ITEMS && !items.containsKey(key)) {
            throw new ItemRefusedException("QUOTA_EXCEEDED", "view: full (expected: at most " + MAX_ITEMS + " items)");
        }
        try {
            store(item, rules);
        } catch (IllegalArgumentException e) {
            throw new ItemRefusedException("INVALID", String.valueOf(e.getMessage()));
        }
        items.put(key, item);
    }

    private void store(ViewItem item, ViewRules rules) throws ItemRefusedException {
        switch (item.getItemCase()) {
            case SERVICE_IMPORT -> {
                ServiceImport service = ViewItems.serviceImport(item.getServiceImport());
                imports = imports.with(service.name(), service);
            }
            case IMPORTED_SLICE -> {
                EndpointSlice slice = ViewItems.slice(item.getImportedSlice());
                ClusterId from = new ClusterId(item.getImportedSlice().getCluster());
                rules.checkSlice(from, slice);
                slices = slices.with(new SliceKey(slice.service(), from, slice.name()), slice);
            }
            case PEER_GATEWAY -> storePeer(item, rules);
            case EXPORT_STATUS ->
                conditions = conditions.with(
                        ServiceNames.fromMessage(item.getExportStatus().getService()),
                        ViewItems.conditions(item.getExportStatus()));
            case ITEM_NOT_SET -> throw new ItemRefusedException("INVALID", "view item: empty or of a later version");
        }
    }

    private void storePeer(ViewItem item, ViewRules rules) throws ItemRefusedException {
        Optional<PeerConfig> peer = PeerMapper.fromProto(item.getPeerGateway());
        if (peer.isPresent()) {
            rules.checkPeer(peer.get());
            peers.put(peer.get().id(), peer.get());
        } else {
            peers.remove(PeerMapper.id(item.getPeerGateway().getKey()));
        }
    }

    /** Drops what the key names; an unknown key changes nothing. */
    void remove(ItemKey key) {
        if (items.remove(key) == null) {
            return;
        }
        switch (key.getKeyCase()) {
            case SERVICE_IMPORT -> imports = imports.without(ServiceNames.fromMessage(key.getServiceImport()));
            case IMPORTED_SLICE -> slices = slices.without(ItemKeys.importedSlice(key.getImportedSlice()));
            case PEER_GATEWAY -> peers.remove(PeerMapper.id(key.getPeerGateway()));
            case EXPORT_STATUS -> conditions = conditions.without(ServiceNames.fromMessage(key.getExportStatus()));
            case SERVICE_EXPORT, ENDPOINT_SLICE, KEY_NOT_SET -> throw new IllegalStateException("no such view item");
        }
    }
}
