// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

/**
 * Serves the view to somebody: to those who ask DNS, to the tunnel. Each consumer has its own pace and its own failure;
 * none waits for another, and none knows of another.
 */
@FunctionalInterface
public interface ViewConsumer {

    /**
     * Makes this view the one that is served. May block and may take its time. Called on a thread of the consumer's own,
     * which nothing else waits for or holds up; never with an older view than before. Views that came meanwhile are left
     * out but for the newest.
     *
     * @throws RuntimeException when it is not served; it is reported, and after a pause the newest view is tried again
     */
    void accept(ServedView newest);
}
