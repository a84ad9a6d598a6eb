// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.views;

/** Takes the content of each new view. On the control loop. */
public interface ContentSink {

    /**
     * There is a new content.
     *
     * @param kept whether it was kept from before the restart, and what the control plane says now is to come
     */
    void onContent(ViewContent fresh, boolean kept);

    /** The control plane has said that what was kept from before the restart is what it would send. */
    void onConfirmed();

    /** The control plane is heard again, and will send a whole content: the one that is known is of before. */
    void onAwaited();
}
