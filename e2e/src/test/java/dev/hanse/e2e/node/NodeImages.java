// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.node;

import dev.hanse.e2e.host.Distribution;
import dev.hanse.e2e.host.TestLab;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Archives of the images that pods run; made here, nothing is pulled.
 *
 * @param archives for {@code ctr images import}
 */
public record NodeImages(List<Path> archives) {
    /** First process of each pod. */
    static final String PAUSE = "localhost/pause:e2e";
    /** bash, curl, dig, ping, ip, iperf3, and a server: {@code web PORT NAME}. */
    public static final String CLIENTS = "localhost/clients:e2e";
    /** The cluster's DNS. */
    public static final String COREDNS = "localhost/coredns:e2e";
    /** The distribution under test. */
    public static final String HANSE = "localhost/hanse:e2e";

    private static final Duration LIMIT = Duration.ofMinutes(5);

    public NodeImages {
        archives = List.copyOf(archives);
    }

    /** Makes those that are missing, or older than what they are made of. */
    static NodeImages make(TestLab lab) {
        Path repository = Distribution.repository();
        Path folder = repository.resolve("e2e/target/node-images");
        Distribution.executable();
        lab.runHere(
                        LIMIT,
                        repository.resolve("e2e/nodes/images").toString(),
                        folder.toString(),
                        Distribution.home().toString())
                .orFail();
        return new NodeImages(Stream.of("pause", "clients", "coredns", "hanse")
                .map(each -> folder.resolve(each + ".tar"))
                .toList());
    }
}
