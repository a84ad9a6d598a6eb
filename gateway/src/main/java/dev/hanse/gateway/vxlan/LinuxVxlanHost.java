// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.NodeTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** This host. */
final class LinuxVxlanHost implements VxlanHost {

    private final NodeTable node = NodeTable.ofHost();

    @Override
    public List<VxlanLink> links() throws LinuxException {
        return VxlanLinks.all();
    }

    @Override
    public Optional<VxlanLink> find(String name) throws LinuxException {
        return VxlanLinks.find(name);
    }

    @Override
    public VxlanLink make(String name, int port, int mtu) throws LinuxException {
        return VxlanLinks.make(name, port, mtu);
    }

    @Override
    public void address(VxlanLink link) throws LinuxException {
        VxlanLinks.address(link);
    }

    @Override
    public void delete(VxlanLink link) throws LinuxException {
        VxlanLinks.delete(link);
    }

    @Override
    public boolean isClosedByNode(String device) throws IOException {
        return node.closes(device);
    }

    @Override
    public void delete(TableName table) throws IOException {
        KeptTable.removeOfHost(table);
    }
}
