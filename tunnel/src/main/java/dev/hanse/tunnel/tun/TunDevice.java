// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.tunnel.tun;

import java.io.IOException;
import java.util.List;

/** A network device whose packets this process reads and writes. */
public interface TunDevice extends AutoCloseable {

    /** Name as the host knows it. */
    String name();

    /** One queue per data worker, in order. */
    List<TunQueue> queues();

    /** What the kernel granted, the same for all queues. */
    TunOffloads offloads();

    /** Packets that may wait in the device for each queue, as the kernel has it; the device must be there. */
    int queueLength() throws IOException;

    /** Packets that were lost since the device was made because a queue held no more. Any thread. */
    long lost();

    /** Closes the queues and with them removes the device. Idempotent; no queue may be in use any more. */
    @Override
    void close();
}
