package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Finding;
import io.tocsin.schemas.FindingState;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.key.SourceKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LogsFlowTest {

    private static final long IN_2024 = Instant.parse("2024-01-15T10:30:00Z").toEpochMilli();

    private final ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    private void log(String source, LogLevel level, String message, long observedAt) {
        rig.send(new LogRecord(
                rig.nextId(),
                "default",
                "production",
                source,
                observedAt,
                rig.now(),
                level,
                message,
                null,
                null,
                Map.of(),
                Map.of()));
    }

    private void log(String source, LogLevel level, String message) {
        log(source, level, message, rig.now());
    }

    private <T extends SpecificRecord> List<T> ask(Class<T> type, QueryRequest.Builder question) {
        return new RigQueries(rig).rows(question.build(), type);
    }

    private List<LogLineView> lines(Map<String, String> filter) {
        return ask(
                LogLineView.class,
                RigQueries.question(Stores.VIEW_LOG_LINES, QueryKind.ALL)
                        .setFilter(filter)
                        .setLimit(10));
    }

    private List<LogTemplateView> templates(Map<String, String> filter) {
        return ask(
                LogTemplateView.class,
                RigQueries.question(Stores.VIEW_LOG_TEMPLATES, QueryKind.ALL)
                        .setFilter(filter)
                        .setLimit(10));
    }

    @Test
    void linesAreFoundByTextLevelTemplateAndTheTimeInThem() {
        log("orders", LogLevel.INFO, "served request 1 in 5 ms");
        log("orders", LogLevel.INFO, "served request 2 in 7 ms");
        log("orders", LogLevel.UNKNOWN, "Connection to db-1 refused", IN_2024);
        log("billing", LogLevel.INFO, "FATAL exception in worker 7");

        assertThat(lines(Map.of())).hasSize(4);
        LogLineView old = lines(Map.of("from", "" + (IN_2024 - 1), "to", "" + (IN_2024 + 1)))
                .get(0);
        assertThat(old.getMessage()).isEqualTo("Connection to db-1 refused");
        assertThat(old.getLevel()).isEqualTo(LogLevel.ERROR);
        assertThat(old.getSentLevel()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(lines(Map.of("level", "FATAL"))).singleElement().satisfies(line -> {
            assertThat(line.getSource()).isEqualTo("billing");
            assertThat(line.getSentLevel()).isEqualTo(LogLevel.INFO);
        });
        assertThat(lines(Map.of("q", "REQUEST 2"))).hasSize(1);
        String template = lines(Map.of("q", "request 2")).get(0).getTemplateId();
        assertThat(lines(Map.of("template", template))).hasSize(2);
        String key = new SourceKey("default", "production", "billing").text();
        assertThat(ask(
                        LogLineView.class,
                        RigQueries.question(Stores.VIEW_LOG_LINES, QueryKind.KEYS)
                                .setKeys(List.of(key))
                                .setLimit(10)))
                .singleElement()
                .satisfies(line -> assertThat(line.getSource()).isEqualTo("billing"));
        assertThat(templates(Map.of()).get(0).getTemplate()).isEqualTo("served request <*> in <*>");
        assertThat(templates(Map.of("level", "ERROR,FATAL"))).hasSize(2);
        assertThat(templates(Map.of("category", "network", "actionable", "true")))
                .singleElement()
                .satisfies(one -> assertThat(one.getErrorLines()).isOne());
    }

    @Test
    void linesOfMergedTemplatesAreFoundByAnyOfTheirIds() {
        String[] names = {"alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy"};
        for (String name : names) {
            log("orders", LogLevel.INFO, "session of " + name + " was opened by gate");
        }
        log("orders", LogLevel.INFO, "tick");
        String first = lines(Map.of("q", "of alice")).get(0).getTemplateId();
        String second = lines(Map.of("q", "of bob")).get(0).getTemplateId();
        assertThat(second).isNotEqualTo(first);
        assertThat(templates(Map.of("template", second))).hasSize(1);

        assertThat(lines(Map.of("template", first))).hasSize(names.length);
        assertThat(lines(Map.of("template", second))).hasSize(names.length);
        assertThat(lines(Map.of("template", "00000000000000aa"))).isEmpty();
    }

    @Test
    void aTextIsLookedForInWhatPeopleAreShown() {
        log("orders", LogLevel.INFO, "login with password=hunter2 from desk");

        assertThat(lines(Map.of("q", "hunter"))).isEmpty();
        assertThat(templates(Map.of("q", "hunter"))).isEmpty();
        assertThat(lines(Map.of("q", "FROM desk"))).hasSize(1);
        assertThat(lines(Map.of("q", "password=****"))).hasSize(1);
    }

    @Test
    void templatesOfASourceThatIsSilentForLongAreForgotten() {
        log("gone", LogLevel.INFO, "served request 1 in 5 ms");
        rig.pass(Duration.ofDays(20));
        log("here", LogLevel.INFO, "served request 1 in 5 ms");
        rig.tickFor(Duration.ofSeconds(3));
        assertThat(templates(Map.of())).hasSize(2);
        rig.pass(Duration.ofDays(11));
        rig.tickFor(Duration.ofSeconds(3));

        assertThat(templates(Map.of())).singleElement().satisfies(template -> assertThat(template.getSource())
                .isEqualTo("here"));
        log("gone", LogLevel.INFO, "served request 2 in 7 ms");
        assertThat(templates(Map.of())).hasSize(2);
    }

    @Test
    void theRepairedLevelIsTheOneThatCounts() {
        for (int i = 0; i < 40; i++) {
            log("orders", LogLevel.UNKNOWN, "payment " + i + " failed");
        }
        assertThat(new RigQueries(rig).source("orders").getLogLevels()).containsEntry("ERROR", 40L);
    }

    @Test
    void aRetryOfALineCountsOnce() {
        LogRecord line = new LogRecord(
                "one",
                "default",
                "production",
                "orders",
                rig.now(),
                rig.now(),
                LogLevel.INFO,
                "tick 1",
                null,
                null,
                Map.of(),
                Map.of());
        rig.send(line);
        rig.send(line);
        assertThat(lines(Map.of())).hasSize(1);
        assertThat(templates(Map.of()).get(0).getLines()).isOne();
    }

    @Test
    void aNewTemplateThatReportsAProblemIsAFindingAndClosesByItself() {
        for (int minute = 0; minute < 12; minute++) {
            for (int i = 0; i < 6; i++) {
                log("orders", LogLevel.INFO, "served request " + i + " in 5 ms");
            }
            rig.tickFor(Duration.ofMinutes(1));
        }
        assertThat(rig.read(rig.topics.findings, Finding.class)).isEmpty();
        log("orders", LogLevel.ERROR, "cannot reach warehouse 7 with token=abcdef");
        assertThat(rig.read(rig.topics.findings, Finding.class)).singleElement().satisfies(finding -> {
            assertThat(finding.getKind()).isEqualTo("log-template-new");
            assertThat(finding.getState()).isEqualTo(FindingState.OPEN);
            assertThat(finding.getSubject())
                    .isEqualTo(lines(Map.of("q", "warehouse")).get(0).getTemplateId());
        });
        rig.tickFor(Duration.ofMinutes(11));
        assertThat(rig.read(rig.topics.findings, Finding.class))
                .last()
                .satisfies(finding -> assertThat(finding.getState()).isEqualTo(FindingState.CLOSED));
    }

    @Test
    void oldLinesGoAndDamageStopsNothing() {
        log("orders", LogLevel.INFO, "served request 1 in 5 ms");
        rig.pass(Duration.ofHours(25));
        rig.tickFor(Duration.ofSeconds(2));
        assertThat(lines(Map.of())).isEmpty();

        KeyValueStore<Bytes, byte[]> store = rig.store(Stores.LOG_TEMPLATES);
        byte[] source = new SourceKey("default", "production", "broken").bytes();
        byte[] head = java.util.Arrays.copyOf(source, source.length + 1);
        head[source.length] = (byte) 0xFF;
        store.put(Bytes.wrap(head), new byte[] {77});
        log("broken", LogLevel.INFO, "still here");
        assertThat(templates(Map.of("q", "still"))).hasSize(1);
    }
}
