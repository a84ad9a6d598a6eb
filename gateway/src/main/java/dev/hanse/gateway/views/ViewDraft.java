// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.ExportCondition;
import dev.hanse.discovery.model.HeldOctets;
import dev.hanse.discovery.model.ServiceImport;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.discovery.model.SharedMap;
import dev.hanse.discovery.model.SliceKey;
import dev.hanse.gateway.paths.PeerMapper;
import dev.hanse.proto.v1.ExportStatus;
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

    /** A peer with its session, and each of its addresses and prefixes. */
    private static final int PEER_OCTETS = 4_000;

    private static final int PLACE_OCTETS = 400;

    private final KeptItems items;
    private final ViewLedger ledger;
    private final Map<PeerId, PeerConfig> peers;
    private final PeerPlaces places;
    private SharedMap<ServiceName, ServiceImport> imports;
    private SharedMap<SliceKey, EndpointSlice> slices;
    private SharedMap<ServiceName, List<ExportCondition>> conditions;

    /** The cluster that statuses count for: this one. */
    private @Nullable ClusterId statusOwner;

    ViewDraft(ViewLimits limits) {
        this(new KeptItems(), ViewContent.EMPTY, new ViewLedger(limits), null);
    }

    private ViewDraft(KeptItems items, ViewContent content, ViewLedger ledger, @Nullable ClusterId statusOwner) {
        this.items = items;
        this.ledger = ledger;
        this.statusOwner = statusOwner;
        this.imports = content.imports();
        this.slices = content.slices();
        this.peers = new LinkedHashMap<>(content.peers());
        this.places = new PeerPlaces(peers.values());
        this.conditions = content.conditions();
    }

    /** A draft that changes apart from this one. */
    ViewDraft copy() {
        return new ViewDraft(items.copy(), content(), ledger.copy(), statusOwner);
    }

    /** Octets of memory that it takes, as they are counted. */
    long octets() {
        return ledger.octets();
    }

    ViewContent content() {
        return new ViewContent(imports, slices, peers, conditions);
    }

    KeptItems items() {
        return items;
    }

    /** Takes an item in place of the one with its key. On refusal nothing changes. */
    void put(ViewItem item, ViewRules rules) throws ItemRefusedException {
        ItemKey key = ItemKeys.of(item);
        int most = ledger.limits().items();
        if (items.size() >= most && !items.contains(key)) {
            throw new ItemRefusedException("QUOTA_EXCEEDED", "view: full (expected: at most " + most + " items)");
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
                ledger.put(service);
                imports = imports.with(service.name(), service);
            }
            case IMPORTED_SLICE -> {
                EndpointSlice slice = ViewItems.slice(item.getImportedSlice());
                ClusterId from = new ClusterId(item.getImportedSlice().getCluster());
                rules.checkSlice(from, slice);
                SliceKey key = new SliceKey(slice.service(), from, slice.name());
                ledger.put(from, Optional.ofNullable(slices.get(key)), slice);
                slices = slices.with(key, slice);
            }
            case PEER_GATEWAY -> storePeer(item, rules);
            case EXPORT_STATUS -> storeStatus(item.getExportStatus(), rules.cluster());
            case ITEM_NOT_SET -> throw new ItemRefusedException("INVALID", "view item: empty or of a later version");
        }
    }

    private void storeStatus(ExportStatus status, ClusterId own) throws ItemRefusedException {
        ServiceName service = ServiceNames.fromMessage(status.getService());
        List<ExportCondition> now = ViewItems.conditions(status);
        List<ExportCondition> before = conditions.get(service);
        ledger.add(own, HeldOctets.of(now) - (before == null ? 0 : HeldOctets.of(before)));
        conditions = conditions.with(service, now);
        statusOwner = own;
    }

    private void storePeer(ViewItem item, ViewRules rules) throws ItemRefusedException {
        Optional<PeerConfig> peer = PeerMapper.fromProto(item.getPeerGateway());
        if (peer.isPresent()) {
            replacePeer(peer.get(), rules);
        } else {
            removePeer(PeerMapper.id(item.getPeerGateway().getKey()));
        }
    }

    private void replacePeer(PeerConfig peer, ViewRules rules) throws ItemRefusedException {
        Optional<PeerConfig> before = removePeer(peer.id());
        try {
            rules.checkPeer(peer, places);
            ledger.add(new ClusterId(peer.id().cluster()), octets(peer));
        } catch (ItemRefusedException e) {
            if (before.isPresent()) {
                ledger.restore(new ClusterId(peer.id().cluster()), octets(before.get()));
                addPeer(before.get());
            }
            throw e;
        }
        addPeer(peer);
    }

    private static long octets(PeerConfig peer) {
        int places = peer.remoteAddresses().size() + peer.prefixes().size();
        return PEER_OCTETS + (long) PLACE_OCTETS * places;
    }

    private void addPeer(PeerConfig peer) {
        peers.put(peer.id(), peer);
        places.add(peer);
    }

    private Optional<PeerConfig> removePeer(PeerId id) {
        Optional<PeerConfig> before = Optional.ofNullable(peers.remove(id));
        before.ifPresent(peer -> {
            places.remove(peer);
            ledger.restore(new ClusterId(peer.id().cluster()), -octets(peer));
        });
        return before;
    }

    /** Drops what the key names; an unknown key changes nothing. */
    void remove(ItemKey key) {
        if (!items.remove(key)) {
            return;
        }
        switch (key.getKeyCase()) {
            case SERVICE_IMPORT -> removeImport(ServiceNames.fromMessage(key.getServiceImport()));
            case IMPORTED_SLICE -> removeSlice(ItemKeys.importedSlice(key.getImportedSlice()));
            case PEER_GATEWAY -> removePeer(PeerMapper.id(key.getPeerGateway()));
            case EXPORT_STATUS -> removeStatus(ServiceNames.fromMessage(key.getExportStatus()));
            case SERVICE_EXPORT, ENDPOINT_SLICE, KEY_NOT_SET -> throw new IllegalStateException("no such view item");
        }
    }

    private void removeImport(ServiceName service) {
        ledger.remove(service);
        imports = imports.without(service);
    }

    private void removeSlice(SliceKey key) {
        EndpointSlice gone = slices.get(key);
        if (gone != null) {
            ledger.remove(key.cluster(), gone);
            slices = slices.without(key);
        }
    }

    private void removeStatus(ServiceName service) {
        List<ExportCondition> gone = conditions.get(service);
        ClusterId own = statusOwner;
        if (gone != null && own != null) {
            ledger.restore(own, -HeldOctets.of(gone));
            conditions = conditions.without(service);
        }
    }
}
