package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.SourceView;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceTimeTest {

    private final ProcessorRig rig = new ProcessorRig();
    private final RigQueries queries = new RigQueries(rig);

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void aRecordTenYearsAheadHurtsNobody() {
        for (int i = 0; i < 100; i++) {
            rig.metric("orders", "cpu_usage", 10).pass(Duration.ofMillis(100));
        }
        long tenYearsAhead = rig.now() + Duration.ofDays(3652).toMillis();
        rig.send(ProcessorRig.event("ahead", "orders", tenYearsAhead, Map.of("cpu_usage", 10.0), Map.of()));
        for (int i = 0; i < 1_000; i++) {
            rig.metric("source-" + i % 10, "cpu_usage", 10).pass(Duration.ofMillis(10));
        }

        SourceView orders = queries.source("orders", "windows");
        assertThat(orders.getStatus().getEventCount()).isEqualTo(101);
        assertThat(orders.getFutureCount()).isEqualTo(1);
        assertThat(orders.getWindows().get(0).getEventCount()).isEqualTo(101);
        for (int i = 0; i < 10; i++) {
            SourceView other = queries.source("source-" + i, "windows");
            assertThat(other.getWindows().get(0).getEventCount()).isEqualTo(100);
            assertThat(other.getLateCount()).isZero();
        }
        assertThat(rig.raw(rig.topics.deadLetters)).isEmpty();
    }

    @Test
    void eventsOf2024SentTodayAreCountedAndFlagged() {
        long then = Instant.parse("2024-05-01T12:00:00Z").toEpochMilli();
        for (int i = 0; i < 5; i++) {
            rig.send(ProcessorRig.event("old-" + i, "orders", then + i, Map.of("cpu_usage", 10.0 + i), Map.of()));
        }

        SourceView orders = queries.source("orders", "windows");
        assertThat(orders.getStatus().getEventCount()).isEqualTo(5);
        assertThat(orders.getLateCount()).isEqualTo(5);
        assertThat(orders.getWindows())
                .allSatisfy(window -> assertThat(window.getEventCount()).isEqualTo(5));
        assertThat(orders.getLatest().get("cpu_usage").getValue()).isEqualTo(14.0);
    }

    @Test
    void aLateEventWithinTheGraceCountsWhereItBelongs() {
        rig.metric("orders", "cpu_usage", 10);
        rig.tickFor(Duration.ofMinutes(5));
        rig.send(ProcessorRig.event("late", "orders", rig.now() - 240_000, Map.of("cpu_usage", 20.0), Map.of()));
        rig.tickFor(Duration.ofSeconds(20));

        SourceView orders = queries.source("orders", "windows");
        assertThat(orders.getLateCount()).isZero();
        assertThat(orders.getWindows().get(0).getEventCount()).isZero();
        assertThat(orders.getWindows().get(2).getEventCount()).isEqualTo(2);
    }

    @Test
    void theSameIdCountsOnceWithinTheWindow() {
        for (int i = 0; i < 3; i++) {
            rig.send(ProcessorRig.event("same", "orders", rig.now(), Map.of("cpu_usage", 10.0), Map.of()));
            rig.tickFor(Duration.ofSeconds(1));
        }
        rig.send(ProcessorRig.event("same", "billing", rig.now(), Map.of("cpu_usage", 10.0), Map.of()));

        assertThat(queries.source("orders").getStatus().getEventCount()).isEqualTo(1);
        assertThat(queries.source("orders").getDuplicateCount()).isEqualTo(2);
        assertThat(queries.source("billing").getStatus().getEventCount()).isEqualTo(1);

        rig.tickFor(Duration.ofMinutes(13));
        rig.send(ProcessorRig.event("same", "orders", rig.now(), Map.of("cpu_usage", 10.0), Map.of()));
        assertThat(queries.source("orders").getStatus().getEventCount()).isEqualTo(2);
    }

    @Test
    void allSourcesAreFoundPageByPage() {
        for (int i = 0; i < 25; i++) {
            rig.metric("source-" + (char) ('a' + i), "cpu_usage", 10);
        }

        assertThat(queries.allSources(QueryKind.ALL, 10)).hasSize(25);
    }
}
