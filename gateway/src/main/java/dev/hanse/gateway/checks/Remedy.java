// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.checks;

/** What to type where a packet filter drops pod packets: by the program that made the rules, or it would undo it. */
final class Remedy {

    private Remedy() {}

    /** Where packets of unknown connections are dropped. */
    static String acceptUnknown(Table table, Table.Base base, String device) {
        return table.name().startsWith("firewalld")
                ? "nothing while each cluster has one gateway; no zone of firewalld helps, since they are dropped before it is"
                        + " asked, a rule of nftables with notrack for what comes and goes by "
                        + device + " does"
                : accept(table, base, device);
    }

    /** Where new connections are dropped. */
    static String accept(Table table, Table.Base base, String device) {
        if (table.name().startsWith("firewalld")) {
            return "a zone of firewalld for " + device
                    + " alone, and two policies with the target ACCEPT, from that zone to ANY and from ANY to it (firewall-cmd"
                    + " --permanent --new-zone, --new-policy, then --reload); not the zone trusted, through which other"
                    + " clusters would reach this host itself";
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
