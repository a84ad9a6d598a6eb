// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.gateway.nodes.VxlanConfig;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.linux.Errno;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Protects devices of others, and packets that come in by one that hanse node or the process before has made. */
final class ReceivingDeviceTest {

    private static final InetAddress HERE = InetAddress.ofLiteral("192.0.2.1");

    private boolean closed = true;
    private final FakeHost host = new FakeHost();
    private final ReceivingDevice device = new ReceivingDevice(new VxlanConfig("hanse-vxlan", 9_484, 7), host);

    private static VxlanLink link(String name, boolean ours, int port, boolean up) {
        return new VxlanLink(5, name, ours, port, 1_444, up);
    }

    @Test
    void oneThatIsThereGetsItsAddressToo() throws IOException {
        host.links.add(link("hanse-vxlan", true, 9_484, true));
        device.keep(HERE, () -> closed);
        assertThat(host.done).containsExactly("address hanse-vxlan");
        assertThat(device.port()).hasValue(9_484);
    }

    @Test
    void oneThatWasBegunOrHasAnotherPortIsMadeAnew() throws IOException {
        host.links.add(link("hanse-vxlan", true, 9_484, false));
        device.keep(HERE, () -> closed);
        assertThat(host.done)
                .containsExactly("delete hanse-vxlan", "make hanse-vxlan 9484 1444", "address hanse-vxlan");
    }

    @Test
    void whatTheProcessBeforeCalledOtherwiseGoesWithItsTable() throws IOException {
        host.links.add(link("older", true, 9_484, true));
        host.links.add(link("neighbours", true, 9_485, true));
        host.links.add(link("strange", false, 9_484, true));
        assertThat(device.port()).isEmpty();
        assertThat(host.done).containsExactly("delete older", "delete table inet hanse-vxlan-older");
        host.links.add(link("later", true, 9_484, true));
        device.remove();
        assertThat(host.done).as("another gateway's").hasSize(2);
    }

    @Test
    void oneThatHanseNodeClosesIsNotSaidToTakePackets() throws IOException {
        host.links.add(link("hanse-vxlan", true, 9_484, true));
        host.closedByNode = true;
        assertThatIOException()
                .isThrownBy(() -> device.keep(HERE, () -> closed))
                .withMessageContaining("inet hanse-node");
        host.links.clear();
        assertThatIOException()
                .isThrownBy(() -> device.keep(HERE, () -> closed))
                .withMessageContaining("inet hanse-node");
        assertThat(host.done).as("a new one would be as closed").isEmpty();
        host.closedByNode = false;
        device.keep(HERE, () -> closed);
        assertThat(host.done).contains("make hanse-vxlan 9484 1444");
    }

    @Test
    void oneInUseStaysSoWhereNobodyKnowsWhetherHanseNodeClosesIt() throws IOException {
        host.links.add(link("hanse-vxlan", true, 9_484, true));
        host.nodeUnknown = true;
        assertThatIOException()
                .isThrownBy(() -> device.keep(HERE, () -> closed))
                .withMessage("nft is late");
        host.nodeUnknown = false;
        device.keep(HERE, () -> closed);
        host.nodeUnknown = true;
        device.keep(HERE, () -> closed);
        assertThat(host.done).containsExactly("address hanse-vxlan", "address hanse-vxlan");
    }

    @Test
    void noneIsMadeBeforeItsTableStandsForSure() throws IOException {
        closed = false;
        assertThatIOException()
                .isThrownBy(() -> device.keep(HERE, () -> closed))
                .withMessageContaining("nft says");
        host.links.add(link("hanse-vxlan", true, 9_485, true));
        assertThatIOException().isThrownBy(() -> device.keep(HERE, () -> closed));
        assertThat(host.done).as("its table has no rule for that port").containsExactly("delete hanse-vxlan");
        host.done.clear();
        host.links.clear();
        host.links.add(link("hanse-vxlan", true, 9_484, true));
        device.keep(HERE, () -> closed);
        assertThat(host.done).as("it stays").containsExactly("address hanse-vxlan");
    }

    @Test
    void onAHostWithHundredsOfLinksAllAreListedOnce() throws IOException {
        for (int i = 0; i < 5; i++) {
            device.port();
            device.keep(HERE, () -> closed);
        }
        assertThat(host.lists).isEqualTo(1);
    }

    @Test
    void whatStaysKeepsItsTable() throws IOException {
        host.links.add(link("older", true, 9_484, true));
        host.stays = true;
        assertThat(device.port()).isEmpty();
        assertThat(host.done).as("it would be open to anybody").isEmpty();
    }

    @Test
    void onANarrowLinkItStillTakesIpv6() {
        assertThat(ReceivingDevice.inside(1_500)).isEqualTo(1_444);
        assertThat(ReceivingDevice.inside(1_300)).isEqualTo(1_280);
    }

    @Test
    void oneOfSomebodyElseStays() throws IOException {
        host.links.add(link("hanse-vxlan", false, 0, true));
        assertThatIOException()
                .isThrownBy(() -> device.keep(HERE, () -> closed))
                .withMessageContaining("somebody else's");
        device.remove();
        assertThat(device.port()).isEmpty();
        assertThat(host.done).isEmpty();
    }

    @Test
    void whatCannotBeKnownIsNotWhatCannotBeMade() {
        host.unlisted = true;
        assertThatThrownBy(() -> device.keep(HERE, () -> closed)).isInstanceOf(LinuxException.class);
        host.unlisted = false;
        host.unmade = Errno.EADDRINUSE;
        assertThatThrownBy(() -> device.keep(HERE, () -> closed))
                .isNotInstanceOf(LinuxException.class)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("another device's or process's");
    }

    private static final class FakeHost implements VxlanHost {

        private final List<VxlanLink> links = new ArrayList<>();
        private final List<String> done = new ArrayList<>();
        private boolean unlisted;
        private boolean stays;
        private boolean closedByNode;
        private boolean nodeUnknown;
        private int unmade;
        private int lists;

        @Override
        public List<VxlanLink> links() throws LinuxException {
            requireListed();
            lists++;
            return List.copyOf(links);
        }

        private void requireListed() throws LinuxException {
            if (unlisted) {
                throw new LinuxException("recv", Errno.EINTR);
            }
        }

        @Override
        public Optional<VxlanLink> find(String name) throws LinuxException {
            requireListed();
            return links.stream().filter(link -> link.name().equals(name)).findFirst();
        }

        @Override
        public VxlanLink make(String name, int port, int mtu) throws LinuxException {
            if (unmade != 0) {
                throw new LinuxException("send", unmade);
            }
            done.add("make " + name + " " + port + " " + mtu);
            return link(name, true, port, true);
        }

        @Override
        public void address(VxlanLink link) {
            done.add("address " + link.name());
        }

        @Override
        public void delete(VxlanLink link) throws LinuxException {
            if (stays) {
                throw new LinuxException("send", Errno.EBUSY);
            }
            links.remove(link);
            done.add("delete " + link.name());
        }

        @Override
        public boolean isClosedByNode(String device) throws IOException {
            if (nodeUnknown) {
                throw new IOException("nft is late");
            }
            return closedByNode && device.equals("hanse-vxlan");
        }

        @Override
        public void delete(TableName table) {
            done.add("delete table " + table);
        }
    }
}
