// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.dns;

import dev.hanse.cli.coredns.ClusterDns;
import dev.hanse.cli.coredns.Done;
import dev.hanse.cli.output.CommandFailure;
import dev.hanse.cli.output.Console;
import dev.hanse.cli.output.Printer;
import dev.hanse.discovery.dns.forward.Forwarder;
import dev.hanse.discovery.dns.forward.ForwardingConfig;
import dev.hanse.discovery.kubernetes.ApiServer;
import dev.hanse.discovery.kubernetes.configmap.ConfigMaps;
import java.util.function.Supplier;

/** Does what is asked of the DNS servers of a cluster. */
final class ClusterDnsVerb {

    private final ClusterDnsOptions options;
    private final Console console;
    private final Printer printer;
    private final String zone;

    ClusterDnsVerb(ClusterDnsOptions options, Console console, Printer printer, String zone) {
        this.options = options;
        this.console = console;
        this.printer = printer;
        this.zone = zone;
    }

    /** @param forwarding asked for only where it is needed: it fails where no gateway is named */
    void run(ClusterDnsOptions.Action action, Forwarder server, Supplier<ForwardingConfig> forwarding) {
        try (ApiServer api = options.api().access(console.environment()).open()) {
            ClusterDns dns = new ClusterDns(
                    new ConfigMaps(api), options.configMap(server), options.custom(server), zone, options.dryRun());
            switch (action) {
                case APPLY -> print(dns.apply(forwarding.get()));
                case REMOVE -> remove(dns);
                case STATUS -> print(dns.status());
                case MULTICLUSTER -> new MulticlusterText(zone).print(api, printer);
            }
        }
    }

    private void print(Done done) {
        printer.one(done, out -> out.println(done.line(options.dryRun())));
    }

    private void remove(ClusterDns dns) {
        Done done = dns.remove();
        print(done);
        if (done.forwarded()) {
            throw new CommandFailure(
                    "ConfigMap " + done.configMap() + " still forwards " + done.zone(),
                    "see to the block that is not marked");
        }
    }
}
