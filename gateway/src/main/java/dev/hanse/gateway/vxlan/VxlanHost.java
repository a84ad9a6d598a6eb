// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.tables.KeptTable;
import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a host's kernel is asked and told of VXLAN devices, as {@link VxlanLinks} has it, or a stand-in for it. Blocks. */
interface VxlanHost {

    /** This one. */
    VxlanHost THIS = new VxlanHost() {

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
        public void delete(TableName table) throws IOException {
            KeptTable.removeOfHost(table);
        }
    };

    /** All that there are. */
    List<VxlanLink> links() throws LinuxException;

    /** That of a name. */
    Optional<VxlanLink> find(String name) throws LinuxException;

    /** Made and set up. */
    VxlanLink make(String name, int port, int mtu) throws LinuxException;

    /** Gives it its address; nothing where it has it. */
    void address(VxlanLink link) throws LinuxException;

    /** Takes a link away. */
    void delete(VxlanLink link) throws LinuxException;

    /** Takes a table of nftables away; nothing where there is none. */
    void delete(TableName table) throws IOException;
}
