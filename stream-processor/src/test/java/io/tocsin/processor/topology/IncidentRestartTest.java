package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.environment.EnvironmentConclusions;
import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.incident.IncidentNote;
import io.tocsin.processor.core.incident.IncidentOrder;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.processor.topology.state.IncidentLog;
import io.tocsin.processor.topology.state.IncidentRetention;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentRestartTest {

    private final ProcessorRig rig = new ProcessorRig();
    private final List<IncidentView> told = new ArrayList<>();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void whatWasWrittenAtTheCommitIsGoneOnWithByWhoeverTakesOver() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(3));
        Incident before = new RigQueries(rig)
                .rows(RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.ALL).build(), Incident.class)
                .get(0);
        IncidentOrder note =
                new IncidentOrder("n1", before.getId(), IncidentOrder.Kind.NOTE, "kim", "seen", null, null, List.of());

        EnvironmentShelf next = shelf();
        next.order("default", "production", note, rig.now(), new Told());
        assertThat(told).singleElement().satisfies(after -> {
            assertThat(after.id()).isEqualTo(before.getId());
            assertThat(after.alerts()).hasSameSizeAs(before.getAlerts());
            assertThat(after.notes()).containsExactly(new IncidentNote(rig.now(), "kim", "seen"));
        });
        next.write(rig.now());

        told.clear();
        shelf().order("default", "production", note, rig.now(), new Told());
        assertThat(told).as("the same order acts once, whoever carries it out").isEmpty();
    }

    private EnvironmentShelf shelf() {
        SchemaRegistryClient registry =
                SchemaRegistryClient.of(SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, ProcessorRig.REGISTRY)));
        OutputFormats formats = new OutputFormats(rig.topics, registry, new RegistryPatience(() -> false));
        return new EnvironmentShelf(
                EnvironmentSettings.defaults(),
                formats,
                rig.store(Stores.ENVIRONMENTS),
                rig.store(Stores.PATTERNS),
                new IncidentLog(
                        rig.store(Stores.INCIDENTS), formats.incident.codec(), new IncidentRetention(1_000, 1_000_000)),
                List::of);
    }

    private final class Told implements EnvironmentConclusions {
        @Override
        public void patternChange(PatternChange change) {
            throw new AssertionError("no order changes a pattern");
        }

        @Override
        public void alertNotice(SourceId origin, AlertNotice notice) {
            throw new AssertionError("no order raises an alert");
        }

        @Override
        public void joined(SourceId source, AlertJoin join) {
            throw new AssertionError("no order moves an alert");
        }

        @Override
        public void incident(IncidentView incident) {
            told.add(incident);
        }
    }
}
