// SPDX-FileCopyrightText: The Hanse authors
// SPDX-License-Identifier: Apache-2.0
package dev.hanse.discovery.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hanse.discovery.ExportSet;
import dev.hanse.discovery.ExportSource;
import dev.hanse.discovery.model.Endpoint;
import dev.hanse.discovery.model.EndpointSlice;
import dev.hanse.discovery.model.Protocol;
import dev.hanse.discovery.model.ServiceExport;
import dev.hanse.discovery.model.ServicePort;
import dev.hanse.discovery.model.ServiceType;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Protects gateways from sources that differ in behaviour: what every {@link ExportSource} promises, whatever it reads. */
public abstract class ExportSourceContract {

    private static final ExportedService WEB = ExportedService.of("shop/web", "10.20.0.10", "10.20.0.11");
    private static final ExportedService API = ExportedService.of("shop/api", "10.20.0.20");

    private final RecordingListener listener = new RecordingListener();
    private ExportSource source;

    /** A new source over an empty registry that can be read. */
    protected abstract ExportSource open() throws Exception;

    /** Makes the registry hold exactly these services. */
    protected abstract void export(List<ExportedService> services) throws Exception;

    /** Makes every read fail from now on. */
    protected abstract void breakReads() throws Exception;

    /** Ends what {@link #breakReads} did. */
    protected abstract void repairReads() throws Exception;

    /** Lets the registry answer as if it had never held anything, as after its data was lost; {@link #repairReads} and {@link #export} fill it again. */
    protected abstract void loseContent() throws Exception;

    @BeforeEach
    final void openSource() throws Exception {
        source = open();
    }

    @AfterEach
    final void closeSource() {
        source.close();
    }

    @Test
    void reportsAnEmptyRegistryAsAnEmptySet() throws Exception {
        export(List.of());
        source.start(listener);

        assertThat(listener.awaitSet(1)).isEqualTo(ExportSet.EMPTY);
    }

    @Test
    void reportsWhatIsThereAtTheStart() throws Exception {
        export(List.of(WEB));
        source.start(listener);

        ExportSet set = listener.awaitExports(exports -> holds(exports, WEB));

        ServiceExport export = set.exports().getFirst();
        assertThat(export.type()).isEqualTo(ServiceType.CLUSTER_SET_IP);
        assertThat(export.ports()).containsExactly(ServicePort.of("http", Protocol.TCP, 80));
        assertThat(set.slices()).allSatisfy(slice -> {
            assertThat(slice.ports()).containsExactly(ServicePort.of("http", Protocol.TCP, 80));
            assertThat(slice.endpoints()).allMatch(Endpoint::ready);
        });
    }

    @Test
    void reportsServicesAndEndpointsThatCome() throws Exception {
        export(List.of(WEB));
        source.start(listener);
        listener.awaitExports(exports -> holds(exports, WEB));

        ExportedService grown = ExportedService.of("shop/web", "10.20.0.10", "10.20.0.11", "10.20.0.12");
        export(List.of(grown, API));

        listener.awaitExports(exports -> holds(exports, grown, API));
    }

    @Test
    void reportsServicesAndEndpointsThatGo() throws Exception {
        export(List.of(WEB, API));
        source.start(listener);
        listener.awaitExports(exports -> holds(exports, WEB, API));

        ExportedService shrunk = ExportedService.of("shop/web", "10.20.0.11");
        export(List.of(shrunk));
        listener.awaitExports(exports -> holds(exports, shrunk));

        export(List.of());
        listener.awaitExports(ExportSet.EMPTY::equals);
    }

    @Test
    void keepsCreationTimesWhileEndpointsChange() throws Exception {
        export(List.of(WEB));
        source.start(listener);
        ExportSet before = listener.awaitExports(exports -> holds(exports, WEB));

        ExportedService changed = ExportedService.of("shop/web", "10.20.0.99");
        export(List.of(changed));
        ExportSet after = listener.awaitExports(exports -> holds(exports, changed));

        assertThat(after.exports()).isEqualTo(before.exports());
    }

    @Test
    void failureIsNeverAnEmptySetAndTheSetComesBackAfterIt() throws Exception {
        export(List.of(WEB));
        source.start(listener);
        listener.awaitExports(exports -> holds(exports, WEB));
        int sets = listener.sets().size();

        breakReads();
        assertThat(listener.awaitFailure(1)).isNotBlank();
        assertThat(listener.sets()).hasSize(sets);

        repairReads();
        assertThat(holds(listener.awaitSet(sets + 1), WEB)).isTrue();
    }

    @Test
    void contentThatIsLostIsStaleAndNotAWithdrawal() throws Exception {
        export(List.of(WEB, API));
        source.start(listener);
        listener.awaitExports(exports -> holds(exports, WEB, API));
        int sets = listener.sets().size();

        loseContent();
        assertThat(listener.awaitFailure(1)).isNotBlank();
        repairReads();
        export(List.of(WEB, API));
        listener.awaitSet(sets + 1);

        assertThat(listener.sets().subList(sets - 1, listener.sets().size())).allMatch(set -> holds(set, WEB, API));
    }

    @Test
    void aRegistryThatCannotBeReadAtTheStartIsStaleAndNotEmpty() throws Exception {
        breakReads();
        source.start(listener);
        listener.awaitFailure(1);

        assertThat(listener.sets()).isEmpty();

        repairReads();
        export(List.of(WEB));
        listener.awaitExports(exports -> holds(exports, WEB));
    }

    @Test
    void closingTwiceAndWithoutStartDoesNoHarm() {
        source.close();
        source.close();

        assertThatThrownBy(() -> source.start(listener)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void startsOnce() throws Exception {
        export(List.of());
        source.start(listener);

        assertThatThrownBy(() -> source.start(listener)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void reportsNothingAfterClose() throws Exception {
        export(List.of(WEB));
        source.start(listener);
        listener.awaitExports(exports -> holds(exports, WEB));

        source.close();
        int sets = listener.sets().size();
        export(List.of(API));

        assertThat(listener.sets()).hasSize(sets);
        assertThat(listener.failures()).isEmpty();
    }

    private static boolean holds(ExportSet set, ExportedService... services) {
        return set.exports().size() == services.length && Set.of(services).equals(contentOf(set));
    }

    private static Set<ExportedService> contentOf(ExportSet set) {
        return set.exports().stream()
                .map(export -> new ExportedService(export.name(), addressesOf(set, export)))
                .collect(Collectors.toSet());
    }

    private static List<String> addressesOf(ExportSet set, ServiceExport export) {
        return set.slices().stream()
                .filter(slice -> slice.service().equals(export.name()))
                .map(EndpointSlice::endpoints)
                .flatMap(List::stream)
                .map(endpoint -> endpoint.address().getHostAddress())
                .sorted()
                .toList();
    }
}
