// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.vxlan;

import dev.hanse.gateway.tables.TableName;
import dev.hanse.net.linux.LinuxException;
import dev.hanse.net.linux.rtnetlink.VxlanLink;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** What a host's kernel is asked and told of VXLAN devices, or a stand-in for it. One thread, which blocks. */
interface VxlanHost {

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

    /**
     * Whether the table of hanse node lets nothing in by a device.
     *
     * @throws IOException if that is not known
     */
    boolean isClosedByNode(String device) throws IOException;

    /** Takes a table of nftables away; nothing where there is none. */
    void delete(TableName table) throws IOException;
}
