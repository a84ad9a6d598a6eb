// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

/** What to type where a packet filter drops pod packets: by the program that made the rules, or it would undo it. */
final class Remedy {

    private Remedy() {}

    static String accept(Table table, Table.Base base, String device) {
        if (table.name().startsWith("firewalld")) {
            return "firewall-cmd --permanent --zone=trusted --add-interface=" + device
                    + ", and a firewalld policy that lets the pods' zone and that one reach each other; then firewall-cmd --reload";
        }
        if (table.tool() == Table.Tool.NFTABLES) {
            return "nft insert rule " + table + " " + base.chain() + " iifname " + device + " accept; nft insert rule "
                    + table + " " + base.chain() + " oifname " + device
                    + " accept; and the same in the file that it is made from";
        }
        if (table.chains().keySet().stream().anyMatch(chain -> chain.startsWith("ufw"))) {
            return "ufw route allow in on " + device + "; ufw route allow out on " + device;
        }
        String chain = table.name().equals("filter") && table.chains().containsKey("DOCKER-USER")
                ? "DOCKER-USER"
                : base.chain();
        String insert = (table.family().equals("ip") ? "iptables" : "ip6tables")
                + (table.name().equals("filter") ? "" : " -t " + table.name()) + " -I " + chain;
        return insert + " -i " + device + " -j ACCEPT; " + insert + " -o " + device + " -j ACCEPT";
    }
}
