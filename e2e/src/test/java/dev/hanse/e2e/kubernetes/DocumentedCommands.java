// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import dev.hanse.e2e.host.Distribution;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Commands of a page, as people type them.
 *
 * @param place the line before them, which says in which cluster
 * @param commands for a shell, in the repository's folder
 */
record DocumentedCommands(String place, String commands) {

    /** Blocks of a language are files. */
    private static final Pattern BLOCK = Pattern.compile("([^\n]+)\n\n```\n(.*?)```\n", Pattern.DOTALL);

    /** All blocks of a page, in their order. */
    static List<DocumentedCommands> of(String page) throws IOException {
        Matcher blocks =
                BLOCK.matcher(Files.readString(Distribution.repository().resolve(page)));
        List<DocumentedCommands> all = new ArrayList<>();
        while (blocks.find()) {
            all.add(new DocumentedCommands(blocks.group(1), blocks.group(2)));
        }
        return all;
    }

    /** Runs them where the page says, else in both clusters, GATEWAY being that cluster's; fails where one of them does. */
    void run(TwoClusters clusters) {
        Stream.of(clusters.east(), clusters.west())
                .filter(side -> !place.contains("`east`") && !place.contains("`west`")
                        || place.contains("`" + side.cluster() + "`"))
                .forEach(side -> side.api()
                        .host()
                        .run(
                                "sh",
                                "-ec",
                                "cd '" + Distribution.repository() + "'\nexport KUBECONFIG='"
                                        + side.api().adminKubeconfig() + "'\n"
                                        + commands.replace("@GATEWAY", ClusterSide.DNS))
                        .orFail());
    }
}
