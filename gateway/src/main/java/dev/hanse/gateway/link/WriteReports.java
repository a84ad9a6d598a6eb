// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.net.text.VisibleText;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.WriteReport;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the control plane is told at the moment of the call: what this gateway cannot write into its cluster's Kubernetes or Consul. Any thread. */
public final class WriteReports implements Supplier<WriteReport> {

    /** The control plane leaves out more. */
    static final int MAX_REFUSED = 128;

    /** It cuts longer ones. */
    static final int MAX_TEXT = 512;

    private final Map<String, Supplier<List<RefusedImport>>> writers = new ConcurrentSkipListMap<>();

    /**
     * One more writer.
     *
     * @param target where it writes
     * @param refused what it cannot write at the moment
     */
    public void add(String target, Supplier<List<RefusedImport>> refused) {
        writers.put(target, refused);
    }

    @Override
    public WriteReport get() {
        return WriteReport.newBuilder()
                .addAllRefused(writers.entrySet().stream()
                        .flatMap(each -> of(each.getKey(), each.getValue().get()))
                        .limit(MAX_REFUSED)
                        .toList())
                .build();
    }

    private static Stream<RefusedWrite> of(String target, List<RefusedImport> refused) {
        return refused.stream()
                .map(each -> RefusedWrite.newBuilder()
                        .setService(ServiceNames.toMessage(each.service()))
                        .setTarget(target)
                        .setText(VisibleText.head(each.text(), MAX_TEXT))
                        .build());
    }
}
