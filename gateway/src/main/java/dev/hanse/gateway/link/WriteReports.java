// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.gateway.link;

import dev.hanse.discovery.RefusedImport;
import dev.hanse.discovery.contract.ServiceNames;
import dev.hanse.discovery.model.ServiceName;
import dev.hanse.net.text.VisibleText;
import dev.hanse.proto.v1.RefusedWrite;
import dev.hanse.proto.v1.WriteReport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What the control plane is told at the moment of the call: what this gateway cannot write into its cluster's Kubernetes or Consul. Any thread. */
public final class WriteReports implements Supplier<WriteReport> {

    /** The control plane leaves out more; so what does not fit is only counted. */
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

    /** Of each service one object comes before a second of any, and writers take turns. */
    @Override
    public WriteReport get() {
        List<Turn> all = writers.entrySet().stream()
                .flatMap(each -> turns(each.getKey(), each.getValue().get()))
                .sorted(Comparator.comparingInt(Turn::round).thenComparingInt(Turn::place))
                .toList();
        List<RefusedWrite> told =
                all.stream().limit(MAX_REFUSED).map(Turn::message).toList();
        return WriteReport.newBuilder()
                .addAllRefused(told)
                .setLeftOut(all.size() - told.size())
                .build();
    }

    /**
     * When one is told.
     *
     * @param round the how manieth of its service and writer it is
     * @param place the how manieth of its writer in that round
     */
    private record Turn(int round, int place, String target, RefusedImport refused) {

        private RefusedWrite message() {
            return RefusedWrite.newBuilder()
                    .setService(ServiceNames.toMessage(refused.service()))
                    .setTarget(target)
                    .setText(VisibleText.head(refused.text(), MAX_TEXT))
                    .build();
        }
    }

    private static Stream<Turn> turns(String target, List<RefusedImport> refused) {
        Map<ServiceName, Integer> rounds = new HashMap<>();
        Map<Integer, Integer> places = new HashMap<>();
        return refused.stream().map(each -> {
            int round = next(rounds, each.service());
            return new Turn(round, next(places, round), target, each);
        });
    }

    private static <K> int next(Map<K, Integer> counts, K key) {
        int count = counts.getOrDefault(key, 0) + 1;
        counts.put(key, count);
        return count;
    }
}
