// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** What the clusters export: in east, two web servers registered with a Consul agent; in west, one that a file names. */
final class Services {

    /** What east exports. */
    static final String WEB = "web.shop.svc.clusterset.local";
    /** What west exports. */
    static final String CART = "cart.shop.svc.clusterset.local";

    private static final String CONSUL = "http://127.0.0.1:8500";
    private static final Duration CONSUL_LIMIT = Duration.ofSeconds(20);

    private final Lab lab;
    private final Tools tools;

    Services(Lab lab, Tools tools) {
        this.lab = lab;
        this.tools = tools;
    }

    /** The {@code sources} of a gateway that reads Consul. */
    static String consulSource() {
        return "{consul: {address: \"" + CONSUL + "\"}}";
    }

    /** The {@code sources} of a gateway that reads the file of {@link #writeExports}. */
    static String fileSource() {
        return "{file: {path: exports.yaml}}";
    }

    /** Starts a Consul agent on the gateway host and does not wait for it. */
    HostProcess startConsul(Site site) {
        return site.gateway()
                .start(
                        site.cluster() + "-consul",
                        tools.consul(),
                        "agent",
                        "-dev",
                        "-bind=127.0.0.1",
                        "-node=" + site.cluster(),
                        "-datacenter=" + site.cluster());
    }

    /** Starts a web server on a pod host and does not wait for it. */
    HostProcess startWeb(Site.Pod pod, String name) {
        return pod.host().start(name, tools.hanse(), "demo-web", "--listen", pod.address() + ":80", "--name", name);
    }

    /** Registers a web server with the agent, for export, with a health check each second. Waits for the agent. */
    void register(Site site, Site.Pod pod, String instance) {
        Path definition = write(
                lab.file(site.cluster(), instance + ".json"), """
                {"service": {
                  "id": "%s", "name": "web", "address": "%s", "port": 80,
                  "meta": {"clusterset-export": "true", "clusterset-namespace": "shop", "clusterset-port-name": "http"},
                  "check": {"http": "http://%s/", "interval": "1s", "timeout": "1s"}
                }}
                """.formatted(instance, pod.address(), pod.address()));
        Eventually.get(
                CONSUL_LIMIT,
                () -> site.gateway().check(tools.consul(), "services", "register", definition.toString()));
    }

    /** Writes the export file of a cluster. */
    void writeExports(Site site, Site.Pod pod) {
        write(lab.file(site.cluster(), "exports.yaml"), """
                services:
                  - name: shop/cart
                    type: cluster-set-ip
                    ports: [{name: http, protocol: tcp, port: 80}]
                    endpoints: [{address: %s}]
                """.formatted(pod.address()));
    }

    private static Path write(Path file, String text) {
        try {
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new StepFailure("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
