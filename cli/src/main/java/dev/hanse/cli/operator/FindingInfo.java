// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.operator;

import dev.hanse.proto.v1.HostFinding;

/** Something on a gateway's host that may lose pod packets. Fields as in {@code hanse.v1.HostFinding}. */
record FindingInfo(String code, String text, String remedy) {

    static FindingInfo of(HostFinding finding) {
        return new FindingInfo(finding.getCode(), finding.getText(), finding.getRemedy());
    }
}
