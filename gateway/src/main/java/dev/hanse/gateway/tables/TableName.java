// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.tables;

import dev.hanse.net.linux.rtnetlink.VxlanLinks;
import java.util.ArrayList;
import java.util.List;

/**
 * A table of nftables of the family {@code inet}.
 *
 * @param name of letters, digits, dots, underscores and hyphens, a letter first
 */
public record TableName(String name) {

    private static final String VXLAN = "hanse-vxlan";

    /** Checks it. */
    public TableName {
        if (!name.matches("[A-Za-z][A-Za-z0-9_.-]{0,63}")) {
            throw new IllegalArgumentException(
                    "table: \"" + name + "\" (expected: a letter, then letters, digits, '.', '_' or '-')");
        }
    }

    /** That of a gateway for a VXLAN device: two on one host have one each. */
    public static TableName ofVxlan(String device) {
        return new TableName(device.equals(VxlanLinks.NAME) ? VXLAN : VXLAN + "-" + device);
    }

    /** The words of nft that do something to the table. */
    List<String> command(String... verb) {
        List<String> words = new ArrayList<>(List.of("nft"));
        words.addAll(List.of(verb));
        words.addAll(List.of("table", "inet", name));
        return words;
    }

    /** The text that puts this content in place of what there is, in one transaction. */
    public String replacedBy(String content) {
        return "table " + this + " {}\ndelete table " + this + "\ntable " + this + " {\n" + content + "}\n";
    }

    /** As nft prints it. */
    @Override
    public String toString() {
        return "inet " + name;
    }
}
