// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.discovery.contract.ItemKeys;
import dev.hanse.discovery.model.ClusterId;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.gateway.testing.Items;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.proto.v1.DeltaAck;
import dev.hanse.proto.v1.ItemRefusal;
import dev.hanse.proto.v1.Position;
import dev.hanse.proto.v1.ViewDelta;
import dev.hanse.proto.v1.ViewItem;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Protects that a view changes as a whole, follows its sequence, and takes in nothing that would hurt this cluster. */
class ViewAssemblerTest {

    private final ViewAssembler assembler = new ViewAssembler(new ViewRules(
            new ClusterId("east"),
            List.of(IpPrefix.parse("10.10.0.0/16")),
            () -> List.of(InetAddress.ofLiteral("198.51.100.9")),
            false));

    private static ViewDelta.Builder delta(long version, ViewItem... items) {
        return ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch("e").setVersion(version))
                .addAllUpserts(List.of(items));
    }

    private DeltaAck take(ViewDelta.Builder delta) {
        var outcome = assembler.apply(delta.build());
        assertThat(outcome).isInstanceOf(ViewAssembler.Outcome.Applied.class);
        return ((ViewAssembler.Outcome.Applied) outcome).ack();
    }

    private String refusal(ViewItem item) {
        return take(delta(1, item).setSnapshotBegin(true)).getRefusalsList().stream()
                .map(ItemRefusal::getReason)
                .findFirst()
                .orElse("");
    }

    @Test
    void snapshotReplacesEverything() {
        take(delta(1, Items.serviceImport("a", "west")).setSnapshotBegin(true));
        take(delta(2, Items.serviceImport("b", "west")).setSnapshotBegin(true));

        assertThat(assembler.content().imports()).containsOnlyKeys(new ServiceName("shop", "b"));
    }

    @Test
    void partsTakeEffectTogether() {
        take(delta(1, Items.serviceImport("a", "west")).setSnapshotBegin(true));
        take(delta(5, Items.serviceImport("b", "west")).setMoreFollows(true));
        assertThat(assembler.content().imports()).hasSize(1);
        assertThat(assembler.position().getVersion()).isEqualTo(1);

        take(delta(5, Items.serviceImport("c", "west")));
        assertThat(assembler.content().imports()).hasSize(3);
        assertThat(assembler.position().getVersion()).isEqualTo(5);
    }

    @Test
    void lostPartsLeaveTheContentAsItWas() {
        take(delta(1, Items.serviceImport("a", "west")).setSnapshotBegin(true));
        take(delta(2, Items.serviceImport("b", "west")).setSnapshotBegin(true).setMoreFollows(true));

        assembler.onDisconnect();

        assertThat(assembler.content().imports()).containsOnlyKeys(new ServiceName("shop", "a"));
        assertThat(assembler.position().getVersion()).isEqualTo(1);
    }

    @Test
    void deltaOfAnotherSequenceIsAGap() {
        take(delta(4, Items.serviceImport("a", "west")).setSnapshotBegin(true));

        assertThat(assembler.apply(delta(4).build())).isInstanceOf(ViewAssembler.Outcome.Gap.class);
        assertThat(assembler.apply(delta(5).setPosition(
                                Position.newBuilder().setEpoch("other").setVersion(9))
                        .build()))
                .isInstanceOf(ViewAssembler.Outcome.Gap.class);
        assertThat(assembler.content().imports()).hasSize(1);
    }

    @Test
    void removalTakesAnItemOut() {
        ViewItem item = Items.serviceImport("a", "west");
        take(delta(1, item).setSnapshotBegin(true));

        take(delta(2).addRemovals(ItemKeys.of(item)));

        assertThat(assembler.content().imports()).isEmpty();
    }

    @Test
    void refusedItemKeepsItsLastValueAlsoInASnapshot() {
        ViewItem good = Items.importedSlice("west", "a", "10.20.0.1");
        take(delta(1, good).setSnapshotBegin(true));

        DeltaAck ack =
                take(delta(2, Items.importedSlice("west", "a", "127.0.0.1")).setSnapshotBegin(true));

        assertThat(ack.getRefusalsCount()).isEqualTo(1);
        assertThat(assembler.items()).containsExactly(good.toByteString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "169.254.169.254",
                "224.0.0.1",
                "0.0.0.0",
                "::1",
                "fe80::1",
                "255.255.255.255",
                "64:ff9b::a01:203",
                "2002:a01:203::1",
                "fd00:ec2::254"
            })
    void refusesAddressesThatMeanAnotherHost(String address) {
        assertThat(refusal(Items.importedSlice("west", "a", address))).isEqualTo("FORBIDDEN_ADDRESS");
    }

    @Test
    void refusesOwnPodAddressesFromAnotherCluster() {
        assertThat(refusal(Items.importedSlice("west", "a", "10.10.3.4"))).isEqualTo("FOREIGN_PREFIX");
        assertThat(refusal(Items.importedSlice("east", "a", "10.10.3.4"))).isEmpty();
    }

    @Test
    void refusesPeersThatClaimOwnPodsOrEverything() {
        assertThat(refusal(Items.peer("west", "gw-1", "10.0.0.0/8"))).isEqualTo("FOREIGN_PREFIX");
        assertThat(refusal(Items.peer("west", "gw-1", "::/0"))).isEqualTo("FORBIDDEN_ADDRESS");
        assertThat(refusal(Items.peer("west", "gw-1", "127.0.0.0/8"))).isEqualTo("FORBIDDEN_ADDRESS");
        assertThat(refusal(Items.peer("east", "gw-2", "10.20.0.0/16"))).isEqualTo("INVALID");
        assertThat(refusal(Items.peer("west", "gw-1", "10.20.0.0/16"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.0.0.0/8",
                "fe00::/8",
                "64:ff9b::/96",
                "2002::/16",
                "240.0.0.0/8",
                "255.255.255.255/32",
                "2000::/3",
                "198.51.100.9/32",
                "192.0.2.0/24"
            })
    void refusesPeersWhosePrefixesHaveWhatIsNotTheirs(String prefix) {
        assertThat(refusal(Items.peer("west", "gw-1", prefix))).isEqualTo("FORBIDDEN_ADDRESS");
    }

    @Test
    void takesPeersWithAddressesOfTheUnderlayWhereThatIsKeptApart() {
        ViewAssembler apart = new ViewAssembler(new ViewRules(
                new ClusterId("east"),
                List.of(IpPrefix.parse("10.10.0.0/16")),
                () -> List.of(InetAddress.ofLiteral("198.51.100.9")),
                true));
        ViewItem shared = Items.peer("west", "gw-1", "10.20.0.0/16", "10.20.7.7:51820");
        ViewItem withControlPlane = Items.peer("north", "gw-1", "198.51.100.0/24", "10.20.7.8:51820");
        ViewItem own = Items.peer("south", "gw-1", "10.10.7.0/24", "192.0.2.9:51820");

        ViewAssembler.Outcome outcome = apart.apply(
                delta(1, shared, withControlPlane, own).setSnapshotBegin(true).build());

        assertThat(((ViewAssembler.Outcome.Applied) outcome).ack().getRefusalsList())
                .singleElement()
                .satisfies(each -> assertThat(each.getReason()).isEqualTo("FOREIGN_PREFIX"));
        assertThat(apart.content().peers()).hasSize(2);
    }

    @Test
    void refusesAPeerThatWouldDrawAnotherPeersFramesIntoTheTunnel() {
        ViewItem west = Items.peer("west", "gw-1", "10.20.0.0/16", "203.0.113.1:51820");
        ViewItem evil = Items.peer("evil", "gw-1", "203.0.113.0/24", "192.0.2.9:51820");
        ViewItem inside = Items.peer("evil", "gw-2", "10.30.0.0/16", "10.20.7.7:51820");

        DeltaAck ack = take(delta(1, west, evil, inside).setSnapshotBegin(true));

        assertThat(ack.getRefusalsList())
                .extracting(each -> each.getKey().getPeerGateway().getGateway() + " " + each.getReason())
                .containsExactly("gw-1 FORBIDDEN_ADDRESS", "gw-2 FORBIDDEN_ADDRESS");
        assertThat(assembler.content().peers()).hasSize(1);
        assertThat(take(delta(2, evil, inside).addRemovals(ItemKeys.of(west))).getRefusalsList())
                .as("what was only beside another peer is taken once that is gone")
                .isEmpty();
        assertThat(take(delta(3, Items.peer("evil", "gw-1", "203.0.113.0/24", "192.0.2.10:51820")))
                        .getRefusalsList())
                .isEmpty();
        assertThat(take(delta(4, west)).getRefusalsCount()).isEqualTo(1);
    }

    @Test
    void aPeerThatWasRefusedStaysAsItWas() {
        take(delta(1, Items.peer("west", "gw-1", "10.20.0.0/16")).setSnapshotBegin(true));
        take(delta(2, Items.peer("west", "gw-1", "169.0.0.0/8")));

        assertThat(assembler.content().peers().values())
                .singleElement()
                .satisfies(peer -> assertThat(peer.prefixes()).hasToString("[10.20.0.0/16]"));
        assertThat(take(delta(3, Items.peer("evil", "gw-1", "192.0.2.0/24", "203.0.113.1:1")))
                        .getRefusalsCount())
                .isEqualTo(1);
    }

    @Test
    void refusesMalformedItemsAndKeepsTheOthers() {
        DeltaAck ack = take(delta(
                        1,
                        Items.serviceImport("NOT-A-LABEL", "west"),
                        ViewItem.getDefaultInstance(),
                        Items.serviceImport("good", "west"))
                .setSnapshotBegin(true));

        assertThat(ack.getRefusalsList()).extracting(ItemRefusal::getReason).containsExactly("INVALID", "INVALID");
        assertThat(assembler.content().imports()).containsOnlyKeys(new ServiceName("shop", "good"));
    }

    @Test
    void saysHowADeltaDoesNotFollow() {
        take(delta(4).setSnapshotBegin(true));
        assertThat(gap(delta(4))).isEqualTo("view delta at e/4 does not follow e/4");
        assertThat(gap(delta(-1).setPosition(Position.newBuilder().setEpoch("f").setVersion(-1))))
                .as("versions are unsigned")
                .isEqualTo("view delta at f/18446744073709551615 does not follow e/4");
        take(delta(5).setMoreFollows(true));
        assertThat(gap(delta(6))).isEqualTo("view delta at e/6 within e/5");
    }

    @Test
    void aDeltaHasAPosition() {
        String epoch = "e".repeat(64);
        assertThat(gap(at("", 1))).isEqualTo("view delta without a position");
        assertThat(gap(at("e", 0))).isEqualTo("view delta without a position");
        assertThat(gap(at(epoch + "e", 1))).isEqualTo("view delta without a position");
        take(at(epoch, 1));
        assertThat(assembler.position().getEpoch()).isEqualTo(epoch);
    }

    private static ViewDelta.Builder at(String epoch, long version) {
        return ViewDelta.newBuilder()
                .setPosition(Position.newBuilder().setEpoch(epoch).setVersion(version))
                .setSnapshotBegin(true);
    }

    private String gap(ViewDelta.Builder delta) {
        var outcome = assembler.apply(delta.build());
        assertThat(outcome).isInstanceOf(ViewAssembler.Outcome.Gap.class);
        return ((ViewAssembler.Outcome.Gap) outcome).reason();
    }
}
