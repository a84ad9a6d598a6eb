// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.e2e.kubernetes;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A case of the conformance suite of the Multi-Cluster Services API v0.5.0, in other words. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Row {

    /** No pod is needed here. */
    String NOTHING = "–";

    /** Instead of pods. */
    String SLICES = "slices written by hand";

    /** Instead of a look-up in a pod. */
    String ASKED = "slices written by hand; the gateway is asked by `dig`";

    /** Instead of connections between pods. */
    String PROXY = "slices written by hand; what the derived Service and its slices tell kube-proxy. No packet is sent";

    /** Its number in the suite, from 1 to 27. */
    int number();

    /** {@code required} or {@code optional}. */
    String level();

    /** What it asks for. */
    String title();

    /** What is there instead of pods where there are no nodes. */
    String standsIn() default NOTHING;
}
