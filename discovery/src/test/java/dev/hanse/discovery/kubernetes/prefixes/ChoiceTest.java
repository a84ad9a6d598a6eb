// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.kubernetes.prefixes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hanse.net.address.IpLiteral;
import dev.hanse.net.address.IpPrefix;
import dev.hanse.net.address.RoutablePrefixes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Protects what is proposed for registration: what pods really have, by whoever gives it to them, and nothing where nobody knows. */
final class ChoiceTest {

    private final List<Reading> readings = new ArrayList<>();
    private final List<NodeAddress> addresses = new ArrayList<>();
    private String ipam = "";
    private boolean flannelOnNodes;

    private void read(Origin origin, Scope scope, String... prefixes) {
        Network network = origin == Origin.SERVICE_CIDRS ? Network.SERVICES : Network.PODS;
        read(origin, network, scope, prefixes);
    }

    private void read(Origin origin, Network network, Scope scope, String... prefixes) {
        List<FoundPrefix> found = Stream.of(prefixes)
                .map(each -> new FoundPrefix(network, IpPrefix.parse(each), origin, scope, "where"))
                .toList();
        readings.add(new Reading(origin, Reading.State.READ, "read", found));
    }

    private void nodes(String... prefixes) {
        read(Origin.NODES, Scope.NODE, prefixes);
    }

    private void node(String address) {
        addresses.add(new NodeAddress("n-" + addresses.size(), IpLiteral.parse(address)));
    }

    private void forbidden(Origin origin) {
        readings.add(new Reading(origin, Reading.State.FORBIDDEN, "HTTP 403", List.of()));
    }

    private Choice pods() {
        return Choice.ofPods(found());
    }

    private Choice services() {
        return Choice.ofServices(found());
    }

    private ClusterNetworks found() {
        return new ClusterNetworks(readings, ipam, flannelOnNodes, addresses);
    }

    private static List<String> texts(Choice choice) {
        assertThat(choice.problem()).isEmpty();
        return choice.prefixes().stream().map(IpPrefix::toString).toList();
    }

    private static String remark(Choice choice, Origin origin) {
        return choice.judged().stream()
                .filter(each -> each.found().origin() == origin)
                .map(Choice.Judged::remark)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void nodesAloneAreSummarisedExactlyAndWithACaution() {
        nodes("10.244.0.0/24", "10.244.1.0/24", "10.244.4.0/24");
        assertThat(texts(pods())).containsExactly("10.244.0.0/23", "10.244.4.0/24");
        assertThat(pods().caution()).contains("nodes that come later");
    }

    @Test
    void aRangeOfTheClusterHoldsNodesThatWillCome() {
        nodes("10.244.0.0/24", "10.244.1.0/24");
        read(Origin.KUBEADM, Scope.CLUSTER, "10.244.0.0/16");
        assertThat(texts(pods())).containsExactly("10.244.0.0/16");
        assertThat(pods().caution()).isEmpty();
    }

    @Test
    void aNodeOutsideTheRangeIsThereAllTheSame() {
        nodes("10.244.0.0/24", "10.250.7.0/24");
        read(Origin.KUBEADM, Scope.CLUSTER, "10.244.0.0/16");
        assertThat(texts(pods())).containsExactly("10.244.0.0/16", "10.250.7.0/24");
    }

    @Test
    void aRangeThatNoNodeHasAddressesOfIsLeftOutUnlessNothingIsKnownOfNodes() {
        nodes("10.42.0.0/24");
        read(Origin.FLANNEL, Scope.CLUSTER, "10.42.0.0/16");
        read(Origin.KUBEADM, Scope.CLUSTER, "10.244.0.0/16", "fd00:10::/56");
        assertThat(texts(pods())).containsExactly("10.42.0.0/16");
        assertThat(pods().judged())
                .filteredOn(each -> each.found().origin() == Origin.KUBEADM)
                .extracting(Choice.Judged::remark)
                .containsExactly("no node has addresses of it", "no node has addresses of it");
        readings.removeFirst();
        assertThat(texts(pods())).contains("10.42.0.0/16", "10.244.0.0/16", "fd00:10:0:0:0:0:0:0/56");
    }

    @Test
    void whereCalicoGivesAddressesWhatNodesSayDoesNotCount() {
        nodes("10.244.0.0/24");
        read(Origin.KUBEADM, Scope.CLUSTER, "10.244.0.0/16");
        read(Origin.CALICO, Scope.CLUSTER, "192.168.0.0/16");
        assertThat(texts(pods())).containsExactly("192.168.0.0/16");
        assertThat(remark(pods(), Origin.NODES)).contains("Calico");
    }

    @Test
    void whereCiliumHasAPoolOfItsOwnThatCounts() {
        ipam = "cluster-pool";
        nodes("10.244.0.0/24");
        read(Origin.CILIUM, Scope.CLUSTER, "10.0.0.0/16");
        read(Origin.CILIUM_NODES, Scope.NODE, "10.0.3.0/24", "10.9.3.0/24");
        assertThat(texts(pods())).containsExactly("10.0.0.0/16", "10.9.3.0/24");
        assertThat(remark(pods(), Origin.NODES)).contains("Cilium");
    }

    @Test
    void aPoolWithAddressesOfServicesOrNodesIsLeftToItsParts() {
        ipam = "cluster-pool";
        read(Origin.CILIUM, Scope.CLUSTER, "10.0.0.0/8");
        read(Origin.CILIUM_NODES, Scope.NODE, "10.0.0.0/24", "10.0.1.0/24");
        assertThat(texts(pods())).containsExactly("10.0.0.0/8");
        read(Origin.SERVICE_CIDRS, Scope.CLUSTER, "10.96.0.0/12");
        assertThat(texts(pods())).containsExactly("10.0.0.0/23");
        assertThat(remark(pods(), Origin.CILIUM)).isEqualTo("has addresses of this cluster's Services or nodes too");
        assertThat(pods().caution()).contains("nodes that come later");
        readings.removeLast();
        node("192.0.2.1");
        assertThat(texts(pods())).containsExactly("10.0.0.0/8");
        node("10.200.0.1");
        assertThat(texts(pods())).containsExactly("10.0.0.0/23");
    }

    @Test
    void aFurtherPoolOfCiliumsIsForNodesThatWillCome() {
        ipam = "cluster-pool";
        read(Origin.CILIUM, Scope.CLUSTER, "10.50.0.0/16", "10.60.0.0/16");
        read(Origin.CILIUM_NODES, Scope.NODE, "10.50.0.0/24");
        assertThat(texts(pods())).containsExactly("10.50.0.0/16", "10.60.0.0/16");
        node("10.60.0.1");
        assertThat(texts(pods())).containsExactly("10.50.0.0/16");
    }

    @Test
    void aFamilyThatIsLeftToItsPartsHasTheCautionBesideTheRangeOfTheOther() {
        ipam = "cluster-pool";
        node("10.200.0.1");
        read(Origin.CILIUM, Scope.CLUSTER, "10.0.0.0/8", "fd00:7::/56");
        read(Origin.CILIUM_NODES, Scope.NODE, "10.0.0.0/24", "fd00:7::/64");
        assertThat(texts(pods())).containsExactly("10.0.0.0/24", "fd00:7:0:0:0:0:0:0/56");
        assertThat(pods().caution()).contains("nodes that come later");
    }

    @Test
    void aSharedPoolWithoutPartsIsTakenWithACaution() {
        read(Origin.CALICO, Scope.CLUSTER, "192.168.0.0/16", "10.50.0.0/16");
        node("192.168.7.1");
        assertThat(texts(pods())).containsExactly("10.50.0.0/16", "192.168.0.0/16");
        assertThat(pods().caution()).isEqualTo("192.168.0.0/16 has addresses of this cluster's Services or nodes too");
    }

    @Test
    void aDisabledPoolOfCalicosIsShownAndNotUsed() {
        nodes("10.244.0.0/24");
        read(Origin.CALICO, Scope.HINT, "10.60.0.0/16");
        assertThat(texts(pods())).containsExactly("10.244.0.0/24");
        read(Origin.CALICO, Scope.CLUSTER, "10.50.0.0/16");
        assertThat(texts(pods())).containsExactly("10.50.0.0/16");
        assertThat(remark(pods(), Origin.CALICO)).startsWith("disabled: pods may still have addresses of it");
    }

    @Test
    void whatCiliumDoesNotMasqueradeIsNoPool() {
        ipam = "kubernetes";
        nodes("10.244.0.0/24");
        read(Origin.CILIUM, Scope.HINT, "10.0.0.0/8");
        assertThat(texts(pods())).containsExactly("10.244.0.0/24");
        assertThat(remark(pods(), Origin.CILIUM)).contains("masqueraded");
    }

    @Test
    void anotherModeOfCiliumAndTwoPluginsAreSaidAndNothingIsProposed() {
        ipam = "eni";
        nodes("10.244.0.0/24");
        assertThat(pods().prefixes()).isEmpty();
        assertThat(pods().problem()).contains("(Cilium: eni)");
        read(Origin.CALICO, Scope.CLUSTER, "192.168.0.0/16");
        assertThat(pods().problem()).contains("Calico and Cilium");
    }

    @Test
    void whereFlannelIsBesideCalicoNobodyKnowsWhoGivesAddresses() {
        nodes("10.244.0.0/24");
        read(Origin.CALICO, Scope.CLUSTER, "192.168.0.0/16");
        flannelOnNodes = true;
        assertThat(pods().problem()).isEqualTo("Calico and flannel are both configured here");
        assertThat(pods().prefixes()).isEmpty();
        flannelOnNodes = false;
        assertThat(texts(pods())).containsExactly("192.168.0.0/16");
        read(Origin.FLANNEL, Scope.CLUSTER, "10.244.0.0/16");
        assertThat(pods().problem()).isEqualTo("Calico and flannel are both configured here");
    }

    @Test
    void whatIsConfiguredCountsAndIsTakenAsItIs() {
        read(Origin.CONFIGURATION, Scope.CLUSTER, "10.1.0.0/24", "10.1.1.0/24");
        forbidden(Origin.NODES);
        read(Origin.KUBEADM, Scope.CLUSTER, "10.244.0.0/16");
        assertThat(texts(pods())).containsExactly("10.1.0.0/24", "10.1.1.0/24");
        assertThat(remark(pods(), Origin.KUBEADM)).contains("configured");
    }

    @Test
    void whereNoServicesAreConfiguredBesidePodsNoneAreAdded() {
        read(Origin.SERVICE_CIDRS, Scope.CLUSTER, "10.96.0.0/12");
        read(Origin.CONFIGURATION, Scope.CLUSTER, "10.1.0.0/24");
        assertThat(texts(services())).isEmpty();
        assertThat(remark(services(), Origin.SERVICE_CIDRS)).contains("configured");
        forbidden(Origin.KUBEADM);
        assertThat(texts(services())).isEmpty();
    }

    @Test
    void whatCouldNotBeReadIsNotEmpty() {
        nodes("10.244.0.0/24");
        forbidden(Origin.CALICO);
        assertThat(pods().prefixes()).isEmpty();
        assertThat(pods().problem()).contains("Calico's IPPools could not be read", "403");
        assertThat(pods().judged()).noneMatch(Choice.Judged::isUsed);
    }

    @Test
    void nothingAtAllAndMoreThanCanBeRegisteredAreProblems() {
        assertThat(pods().problem()).contains("nothing here says");
        int more = RoutablePrefixes.MAX + 1;
        nodes(IntStream.range(0, more)
                .mapToObj(each -> "10.244." + 2 * each + ".0/24")
                .toArray(String[]::new));
        assertThat(pods().problem()).contains(more + " prefixes", "at most " + RoutablePrefixes.MAX);
        assertThat(pods().prefixes()).isEmpty();
        nodes("10.244.0.0/17");
        assertThat(texts(pods())).hasSize(2);
    }

    @Test
    void servicesHaveTheirObjectsAndWhereThereAreNoneKubeadm() {
        read(Origin.KUBEADM, Network.SERVICES, Scope.CLUSTER, "10.96.0.0/12");
        assertThat(texts(services())).containsExactly("10.96.0.0/12");
        read(Origin.SERVICE_CIDRS, Scope.CLUSTER, "10.100.0.0/16");
        assertThat(texts(services())).containsExactly("10.100.0.0/16");
        assertThat(remark(services(), Origin.KUBEADM)).contains("ServiceCIDRs");
    }

    @Test
    void servicesThatNobodySaysAreNoProblemUnlessSomebodyMay() {
        assertThat(texts(services())).isEmpty();
        assertThat(services().caution()).contains("may stay empty");
        forbidden(Origin.SERVICE_CIDRS);
        assertThat(services().problem()).contains("ServiceCIDRs could not be read");
        nodes("10.244.0.0/24");
        assertThat(texts(pods())).containsExactly("10.244.0.0/24");
    }
}
