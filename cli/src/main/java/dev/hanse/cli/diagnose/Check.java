// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.cli.diagnose;

import dev.hanse.discovery.kubernetes.ApiException;
import java.util.List;

/** Looks at one thing. What it throws is what it could not be told. */
interface Check {

    /** As in {@link Diagnosis#check}. */
    String name();

    /** At least one. */
    List<Diagnosis> look() throws ApiException, InterruptedException;
}
