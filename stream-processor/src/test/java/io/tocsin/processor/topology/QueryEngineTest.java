package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.MaintenanceCommand;
import io.tocsin.schemas.MaintenanceResult;
import io.tocsin.schemas.PartitionAnswer;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.QueryResponse;
import io.tocsin.schemas.QueryRow;
import io.tocsin.schemas.ScopeHealth;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.serde.SingleObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QueryEngineTest {

    private final ProcessorRig rig = new ProcessorRig();
    private final RigQueries queries = new RigQueries(rig);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void sourcesAreFilteredByStatusAndName() {
        rig.metric("orders-api", "cpu_usage", 10)
                .metric("orders-db", "response_time", 20_000)
                .metric("billing", "response_time", 20_000);

        assertThat(sources(Map.of("status", "critical")))
                .extracting(view -> view.getStatus().getSource())
                .containsExactlyInAnyOrder("orders-db", "billing");
        assertThat(sources(Map.of("q", "ORDERS")))
                .extracting(view -> view.getStatus().getSource())
                .containsExactlyInAnyOrder("orders-api", "orders-db");
        assertThat(sources(Map.of("q", "orders", "status", "NORMAL,CRITICAL"))).hasSize(2);
        assertThat(sources(Map.of("environment", "other"))).isEmpty();
    }

    @Test
    void theTotalCountsWhatTheLimitLeftOut() {
        for (int i = 0; i < 30; i++) {
            rig.metric("source-" + i, "cpu_usage", 10);
        }

        PartitionAnswer answer = answer(RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                .setLimit(7)
                .build());

        assertThat(answer.getTotal()).isEqualTo(30);
        assertThat(answer.getMore()).isTrue();
    }

    @Test
    void anAnswerTellsWhatItIncludes() {
        rig.metric("orders", "cpu_usage", 10).metric("orders", "cpu_usage", 11);

        PartitionAnswer answer = answer(RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                .setMinPosition(Map.of("events/0", 1L))
                .build());

        assertThat(answer.getError()).isNull();
        assertThat(answer.getPosition()).isEqualTo(Map.of("events", 1L));
        assertThat(answer.getStreamTime()).isEqualTo(rig.now());
    }

    @Test
    void aPositionThatIsNotReachedWithinTheDeadlineIsSaid() {
        rig.metric("orders", "cpu_usage", 10);

        assertThat(answer(RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                                .setMinPosition(Map.of("events/0", 99L))
                                .setDeadlineMs(50)
                                .build())
                        .getError())
                .isEqualTo("BEHIND");
        assertThat(answer(RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                                .setMinPosition(Map.of("events/1", 99L))
                                .setDeadlineMs(50)
                                .build())
                        .getError())
                .as("a position of another partition")
                .isNull();
        assertThat(answer(RigQueries.question(Stores.VIEW_SCOPES, QueryKind.ALL)
                                .setMinPosition(Map.of("events/0", 0L))
                                .build())
                        .getError())
                .as("no position survives a repartition")
                .isEqualTo("BEHIND");
    }

    @Test
    void aPartitionThatIsNotHereSaysSo() {
        QueryResponse response = queries.engine()
                .query(RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                        .setPartitions(List.of(0, 5))
                        .build());

        assertThat(response.getPartitions())
                .extracting(PartitionAnswer::getError)
                .containsExactly(null, "NOT_HERE");
    }

    @Test
    void evaluationsComeNewestFirstAndByPages() {
        for (int i = 0; i < 40; i++) {
            rig.metric(i % 2 == 0 ? "orders" : "billing", "response_time", i % 4 == 0 ? 20_000 : 10)
                    .tickFor(Duration.ofSeconds(1));
        }

        List<Evaluation> all = evaluations(Map.of(), 1_000);
        assertThat(all).hasSizeGreaterThan(20);
        assertThat(all)
                .isSortedAccordingTo(Comparator.comparingLong(Evaluation::getAt).reversed());
        List<Evaluation> paged = evaluations(Map.of(), 7);
        assertThat(paged).isEqualTo(all);
        List<Evaluation> orders =
                all.stream().filter(each -> each.getSource().equals("orders")).toList();
        assertThat(evaluations(Map.of("source", "orders"), 3)).isEqualTo(orders);
        assertThat(evaluations(Map.of("source", "orders", "environment", "production"), 3))
                .isEqualTo(orders);
        assertThat(evaluations(Map.of("source", "orders", "environment", "other"), 3))
                .isEmpty();
        long from = all.get(10).getAt();
        long to = all.get(5).getAt();
        Map<String, String> between = Map.of("from", Long.toString(from), "to", Long.toString(to));
        assertThat(evaluations(between, 1_000))
                .isEqualTo(all.stream()
                        .filter(each -> each.getAt() >= from && each.getAt() <= to)
                        .toList());
        assertThat(evaluations(Map.of("status", "CRITICAL"), 1_000))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(each.getStatus().name()).isEqualTo("CRITICAL"));
    }

    @Test
    void alertsAreFilteredByStateSeverityAndSource() {
        rig.metric("orders", "response_time", 20_000).metric("billing", "latency", 4_000);

        assertThat(alerts(Map.of())).hasSizeGreaterThanOrEqualTo(2);
        assertThat(alerts(Map.of("source", "orders", "state", "firing,pending")))
                .extracting(Alert::getRule)
                .containsExactly("response-time-high");
        assertThat(alerts(Map.of("severity", "critical")))
                .extracting(Alert::getSource)
                .containsExactly("orders");
        assertThat(alerts(Map.of("state", "RESOLVED"))).isEmpty();
        Alert one = alerts(Map.of("source", "billing")).get(0);
        assertThat(queries.rows(
                        RigQueries.question(Stores.VIEW_ALERTS, QueryKind.KEYS)
                                .setKeys(List.of(one.getFingerprint(), "ffffffffffffffff"))
                                .build(),
                        Alert.class))
                .containsExactly(one);
    }

    @Test
    void resolvedAlertsGoAfterTheirTime() {
        rig.metric("orders", "response_time", 20_000)
                .pass(Duration.ofSeconds(1))
                .metric("orders", "response_time", 1)
                .tickFor(Duration.ofMinutes(2));
        assertThat(alerts(Map.of("state", "RESOLVED"))).hasSize(1);

        rig.pass(Duration.ofHours(23)).tickFor(Duration.ofSeconds(1));
        assertThat(alerts(Map.of())).hasSize(1);
        rig.read(rig.topics.alerts, Alert.class);

        rig.pass(Duration.ofHours(2)).tickFor(Duration.ofSeconds(1));
        assertThat(alerts(Map.of())).isEmpty();
        assertThat(rig.read(rig.topics.alerts, Alert.class)).containsOnlyNulls().hasSize(1);
    }

    @Test
    void scopesAreKnownByTheirKeys() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(2));

        List<ScopeHealth> found = queries.rows(
                RigQueries.question(Stores.VIEW_SCOPES, QueryKind.KEYS)
                        .setKeys(List.of("default/production", "default/*", "default/none"))
                        .build(),
                ScopeHealth.class);

        assertThat(found).extracting(ScopeHealth::getEnvironment).containsExactly("production", "*");
        assertThat(found).allSatisfy(scope -> {
            assertThat(scope.getSourceCount()).isEqualTo(1);
            assertThat(scope.getStatus().name()).isEqualTo("CRITICAL");
        });
        assertThat(queries.rows(
                        RigQueries.question(Stores.VIEW_SCOPES, QueryKind.ALL).build(), ScopeHealth.class))
                .hasSize(2);
    }

    @Test
    void cleaningUpTellsWhatItDidAndDoesItOnce() {
        for (int i = 0; i < 20; i++) {
            rig.metric("orders", "response_time", i % 2 == 0 ? 20_000 : 1).tickFor(Duration.ofSeconds(30));
        }
        int before = evaluations(Map.of(), 1_000).size();

        rig.send(new MaintenanceCommand("dry", 300_000L, true, "ops", rig.now()));
        rig.send(new MaintenanceCommand("wet", 300_000L, false, "ops", rig.now()));
        List<Evaluation> left = evaluations(Map.of(), 1_000);
        rig.send(new MaintenanceCommand("wet", 0L, false, "ops", rig.now()));

        assertThat(left).hasSizeBetween(1, before - 1);
        assertThat(left).allSatisfy(each -> assertThat(each.getAt()).isGreaterThan(rig.now() - 300_000));
        assertThat(evaluations(Map.of(), 1_000)).isEqualTo(left);
        List<MaintenanceResult> results = queries.rows(
                RigQueries.question(Stores.VIEW_MAINTENANCE, QueryKind.KEYS)
                        .setKeys(List.of("dry", "wet", "none"))
                        .build(),
                MaintenanceResult.class);
        assertThat(results).extracting(MaintenanceResult::getId).containsExactly("dry", "wet");
        assertThat(results).allSatisfy(result -> {
            assertThat(result.getRemoved()).isEqualTo(before - left.size());
            assertThat(result.getRemaining()).isEqualTo(left.size());
        });
    }

    @Test
    void questionsThatMakeNoSenseAreRefused() {
        assertThatThrownBy(() -> queries.engine()
                        .query(RigQueries.question("nothing", QueryKind.ALL).build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nothing");
        assertThatThrownBy(() -> queries.engine()
                        .query(RigQueries.question(Stores.VIEW_ALERTS, QueryKind.ALL)
                                .setFilter(Map.of("colour", "red"))
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("colour");
        assertThatThrownBy(() -> queries.engine()
                        .query(RigQueries.question(Stores.VIEW_EVALUATIONS, QueryKind.ALL)
                                .setFilter(Map.of("from", "yesterday"))
                                .build()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("yesterday");
        assertThatThrownBy(() -> queries.engine()
                        .query(RigQueries.question(Stores.VIEW_MAINTENANCE, QueryKind.ALL)
                                .build()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theInventoryNamesEveryViewOfEveryPartition() {
        rig.metric("orders", "cpu_usage", 10);

        List<PartitionInventory> partitions =
                queries.engine().inventory("127.0.0.1:1").getPartitions();

        assertThat(partitions)
                .extracting(PartitionInventory::getStore)
                .containsExactlyInAnyOrder(
                        "sources",
                        "alerts",
                        "alert-history",
                        "evaluations",
                        "findings",
                        "forecasts",
                        "log-templates",
                        "log-lines",
                        "scopes",
                        "incidents",
                        "patterns",
                        "maintenance");
        assertThat(partitions)
                .filteredOn(each -> each.getStore().equals("sources"))
                .allSatisfy(each -> assertThat(each.getPosition()).isEqualTo(Map.of("events", 0L)));
    }

    private List<SourceView> sources(Map<String, String> filter) {
        return queries.rows(
                RigQueries.question(Stores.VIEW_SOURCES, QueryKind.ALL)
                        .setFilter(filter)
                        .build(),
                SourceView.class);
    }

    private List<Alert> alerts(Map<String, String> filter) {
        return queries.rows(
                RigQueries.question(Stores.VIEW_ALERTS, QueryKind.ALL)
                        .setFilter(filter)
                        .build(),
                Alert.class);
    }

    private List<Evaluation> evaluations(Map<String, String> filter, int limit) {
        List<Evaluation> all = new ArrayList<>();
        SingleObject<Evaluation> format = SingleObject.of(Evaluation.class);
        String after = null;
        boolean more = true;
        while (more) {
            QueryResponse response = queries.engine()
                    .query(RigQueries.question(Stores.VIEW_EVALUATIONS, QueryKind.ALL)
                            .setFilter(filter)
                            .setLimit(limit)
                            .setAfter(after)
                            .build());
            for (QueryRow row : response.getRows()) {
                all.add(format.decode(row.getValue().array()));
                after = row.getKey();
            }
            more = response.getPartitions().get(0).getMore();
        }
        return all;
    }

    private PartitionAnswer answer(QueryRequest request) {
        return queries.engine().query(request).getPartitions().get(0);
    }
}
