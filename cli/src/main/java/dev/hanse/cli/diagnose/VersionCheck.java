// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiException;
import dev.hanse.discovery.kubernetes.ApiReads;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether the API server is of an age that gateways can work with. */
final class VersionCheck implements Check {

    /** The first with server-side apply, by which all is written. */
    private static final int OLDEST = 22;

    /** The one that all tests run with. */
    private static final int TESTED = 37;

    private static final Pattern MINOR = Pattern.compile("v1\\.(\\d{1,4})\\..*");

    private final ApiReads reads;

    VersionCheck(ApiReads reads) {
        this.reads = reads;
    }

    @Override
    public String name() {
        return "kubernetes";
    }

    @Override
    public List<Diagnosis> look() throws ApiException, InterruptedException {
        String version = reads.get("/version", "/version")
                .map(each -> each.path("gitVersion"))
                .map(JsonNode::asString)
                .orElse("");
        Matcher minor = MINOR.matcher(version);
        if (!minor.matches()) {
            return List.of(Diagnosis.unknown(
                    name(), "", "the API server calls its version \"" + version + "\"", "expected: as v1.37.2"));
        }
        return List.of(judge(version, Integer.parseInt(minor.group(1))));
    }

    private Diagnosis judge(String version, int minor) {
        if (minor < OLDEST) {
            return Diagnosis.failed(
                    name(),
                    "",
                    "version " + version + " has no server-side apply",
                    "upgrade to 1." + OLDEST + " or newer");
        }
        return Diagnosis.ok(
                name(), "", "version " + version + (minor == TESTED ? "" : "; Hanse is tested with 1." + TESTED));
    }
}
