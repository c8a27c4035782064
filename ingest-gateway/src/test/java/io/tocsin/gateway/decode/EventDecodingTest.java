package io.tocsin.gateway.decode;

import static io.tocsin.gateway.decode.Decoded.NOW;
import static io.tocsin.gateway.decode.Decoded.errors;
import static io.tocsin.gateway.decode.Decoded.event;
import static io.tocsin.gateway.decode.Decoded.events;
import static io.tocsin.gateway.decode.Decoded.log;
import static io.tocsin.gateway.decode.Decoded.utf8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogRecord;
import io.tocsin.service.http.FieldError;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecodingTest {

    @Test
    void theDocumentedEventKeepsEverythingItSays() {
        Event event = event("""
                {"source": "api_module", "event_type": "api_response",
                 "data": {"response_time": 250, "status_code": 200, "output": "success"},
                 "metadata": {"user_id": "123"}}""");

        assertThat(event.getSource()).isEqualTo("api_module");
        assertThat(event.getType()).isEqualTo("api_response");
        assertThat(event.getTenant()).isEqualTo("default");
        assertThat(event.getEnvironment()).isEqualTo("default");
        assertThat(event.getMetrics()).containsOnly(Map.entry("response_time", 250.0), Map.entry("status_code", 200.0));
        assertThat(event.getAttributes()).containsOnly(Map.entry("output", "success"));
        assertThat(event.getMetadata()).containsOnly(Map.entry("user_id", "123"));
        assertThat(event.getObservedAt()).isEqualTo(NOW);
        assertThat(event.getReceivedAt()).isEqualTo(NOW);
        assertThat(event.getId()).hasSize(36);
        assertThat(event.getOutcome()).isNull();
        assertThat(event.getIntervalMs()).isNull();
        assertThat(event.getRaw()).isNull();
    }

    @Test
    void theEnvelopeIsTakenFromTheClient() {
        Event event = event("""
                {"id": "order-7", "timestamp": "2024-01-20T12:34:56.789+01:00", "environment": "prod",
                 "labels": {"team": "blue", "shard": 3, "canary": true},
                 "source": "s", "event_type": "t", "data": {}}""");

        assertThat(event.getId()).isEqualTo("order-7");
        assertThat(event.getObservedAt()).isEqualTo(1705750496789L);
        assertThat(event.getEnvironment()).isEqualTo("prod");
        assertThat(event.getLabels())
                .containsOnly(Map.entry("team", "blue"), Map.entry("shard", "3"), Map.entry("canary", "true"));
    }

    @Test
    void nestedDataIsFlattenedByDots() {
        Event event = event("""
                {"source": "s", "event_type": "t", "data": {"a": {"b": [7, true, {"c": null}], "d": {}}, "e": [], "f": null,
                 "": {"": 1}, "g": false}}""");

        assertThat(event.getMetrics()).containsOnly(Map.entry("a.b.0", 7.0), Map.entry(".", 1.0));
        assertThat(event.getAttributes())
                .containsEntry("a.b.1", true)
                .containsEntry("a.b.2.c", null)
                .containsEntry("f", null)
                .containsEntry("g", false)
                .hasSize(4);
        assertThat(event.getRaw()).isNull();
    }

    @Test
    void anArrayOfMoreThanAHundredElementsIsKeptAsJsonAsWell() {
        StringBuilder array = new StringBuilder("[0");
        for (int i = 1; i < 150; i++) {
            array.append(", ").append(i);
        }
        array.append("]");

        Event event = event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"x\":{\"list\": " + array + " }}}");

        assertThat(event.getMetrics()).hasSize(100).containsEntry("x.list.99", 99.0);
        assertThat(event.getAttributes()).containsOnly(Map.entry("x.list", array.toString()));
    }

    @Test
    void unknownFieldsBecomeAttributes() {
        Event event =
                event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"region\":\"eu\",\"build\":{\"no\":17}}");

        assertThat(event.getAttributes()).containsOnly(Map.entry("region", "eu"), Map.entry("build.no", 17L));
    }

    @Test
    void whereTwoFieldsFlattenToOneNameTheFirstStaysAndTheOriginalIsKept() {
        String json = "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"a.b\":\"x\",\"a\":{\"b\":\"y\"}}}";

        Event event = event(json);

        assertThat(event.getAttributes()).containsOnly(Map.entry("a.b", "x"));
        assertThat(StandardCharsets.UTF_8.decode(event.getRaw()).toString()).isEqualTo(json);
    }

    @Test
    void aNumberThatADoubleCannotHoldKeepsTheOriginal() {
        Event exact = event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"n\":9007199254740992}}");
        Event rounded = event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"n\":9007199254740993}}");
        Event big = event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"n\":123456789012345678901234567890}}");

        assertThat(exact.getRaw()).isNull();
        assertThat(rounded.getRaw()).isNotNull();
        assertThat(big.getMetrics()).containsOnly(Map.entry("n", 1.2345678901234568E29));
        assertThat(big.getRaw()).isNotNull();
    }

    @Test
    void onlyTheItemItselfIsKeptAsOriginalInABatch() {
        DecodedBatch batch = events("[{\"source\":\"a\",\"event_type\":\"t\",\"data\":{}}, "
                + "{\"source\":\"b\",\"event_type\":\"t\",\"data\":{\"n\":9007199254740993}}]");

        assertThat(StandardCharsets.UTF_8
                        .decode(event(batch.records().get(1)).getRaw())
                        .toString())
                .isEqualTo("{\"source\":\"b\",\"event_type\":\"t\",\"data\":{\"n\":9007199254740993}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event_type\":\"operation\",\"source\":\"s\",\"data\":%s}",
                "{\"data\":%s,\"event_type\":\"operation\",\"source\":\"s\"}"
            })
    void anOperationHasAnOutcomeWhateverTheOrderOfTheFields(String shape) {
        Event event = event(shape.formatted("{\"operation\":\"GET /orders\",\"duration_ms\":12.5,\"success\":false,"
                + "\"error\":{\"code\":7},\"target\":\"db\",\"result\":null,\"rows\":[3]}"));

        assertThat(event.getOutcome().getOperation()).isEqualTo("GET /orders");
        assertThat(event.getOutcome().getDurationMs()).isEqualTo(12.5);
        assertThat(event.getOutcome().getSuccess()).isFalse();
        assertThat(event.getOutcome().getError()).isEqualTo("{\"code\":7}");
        assertThat(event.getOutcome().getTarget()).isEqualTo("db");
        assertThat(event.getMetrics()).containsOnly(Map.entry("duration_ms", 12.5), Map.entry("rows.0", 3.0));
        assertThat(event.getAttributes()).containsEntry("success", false).containsEntry("result", null);
    }

    @Test
    void aMetricSampleCarriesItsKindAndLabels() {
        Event event = event("{\"source\":\"s\",\"event_type\":\"metric\",\"labels\":{\"queue\":\"a\"},"
                + "\"data\":{\"kind\":\"Histogram\",\"value\":3,\"name\":\"size\"}}");

        assertThat(event.getMetrics()).containsOnly(Map.entry("size", 3.0));
        assertThat(event.getMetricKinds()).containsOnly(Map.entry("size", "histogram"));
        assertThat(event.getLabels()).containsOnly(Map.entry("queue", "a"));
    }

    @Test
    void aHeartbeatPromisesTheNextOne() {
        Event event = event("{\"source\":\"s\",\"event_type\":\"heartbeat\",\"data\":{\"interval_s\":0.5,\"load\":1}}");

        assertThat(event.getIntervalMs()).isEqualTo(500L);
        assertThat(event.getMetrics()).containsOnly(Map.entry("load", 1.0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"event_type\":\"log\",\"source\":\"s\",\"data\":%s,\"metadata\":{\"build\":17}}",
                "{\"metadata\":{\"build\":17},\"data\":%s,\"source\":\"s\",\"event_type\":\"log\"}"
            })
    void anEventOfTypeLogBecomesALogLine(String shape) {
        LogRecord log = log(shape.formatted("{\"level\":\"warning\",\"message\":\"disk is slow\\n\",\"logger\":\"io\","
                + "\"trace_id\":\"4BF92F3577B34DA6A3CE929D0E0E4736\",\"ms\":17,\"ratio\":0.5,\"at\":{\"line\":3}}"));

        assertThat(log.getLevel()).isEqualTo(LogLevel.WARN);
        assertThat(log.getMessage()).isEqualTo("disk is slow");
        assertThat(log.getLogger()).isEqualTo("io");
        assertThat(log.getTraceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(log.getAttributes())
                .containsOnly(
                        Map.entry("ms", 17L),
                        Map.entry("ratio", 0.5),
                        Map.entry("at.line", 3L),
                        Map.entry("metadata.build", 17L));
    }

    @Test
    void aLevelThatNobodyKnowsStaysAnAttribute() {
        LogRecord log =
                log("{\"source\":\"s\",\"event_type\":\"log\",\"data\":{\"message\":\"m\",\"level\":\"SPICY\"}}");

        assertThat(log.getLevel()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(log.getAttributes()).containsOnly(Map.entry("level", "SPICY"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"event_type\":\"t\",\"data\":{}} | $.source",
                "{\"source\":\"s\",\"data\":{}} | $.event_type",
                "{\"source\":\"s\",\"event_type\":\"t\"} | $.data",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":[]} | $.data",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":null} | $.data",
                "{\"source\":7,\"event_type\":\"t\",\"data\":{}} | $.source",
                "{\"source\":\"\",\"event_type\":\"t\",\"data\":{}} | $.source",
                "{\"source\":\"..\",\"event_type\":\"t\",\"data\":{}} | $.source",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"environment\":\"*\"} | $.environment",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"timestamp\":\"yesterday\"} | $.timestamp",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"timestamp\":-1} | $.timestamp",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"timestamp\":1e300} | $.timestamp",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"labels\":{\"a\":{}}} | $.labels.a",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"metadata\":[]} | $.metadata",
                "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{\"a\":{\"b\":1e999}}} | $.data.a.b",
                "{\"source\":\"s\",\"event_type\":\"operation\",\"data\":{\"success\":true}} | $.data.operation",
                "{\"source\":\"s\",\"event_type\":\"operation\",\"data\":{\"operation\":\"o\"}} | $.data.success",
                "{\"source\":\"s\",\"event_type\":\"operation\",\"data\":{\"operation\":\"o\",\"success\":1}} | $.data.success",
                "{\"source\":\"s\",\"event_type\":\"metric\",\"data\":{\"name\":\"m\",\"value\":\"1\"}} | $.data.value",
                "{\"source\":\"s\",\"event_type\":\"metric\",\"data\":{\"name\":\"m\",\"value\":1,\"kind\":\"x\"}} | $.data.kind",
                "{\"source\":\"s\",\"event_type\":\"heartbeat\",\"data\":{\"interval_s\":0}} | $.data.interval_s",
                "{\"source\":\"s\",\"event_type\":\"log\",\"data\":{}} | $.data.message",
                "7 | $"
            })
    void eachWrongFieldIsNamed(String json, String field) {
        assertThat(errors(json)).extracting(FieldError::field).containsExactly(field);
    }

    @Test
    void allWrongFieldsOfAnEventAreNamedAtOnce() {
        assertThat(errors("{\"source\":1,\"event_type\":2,\"timestamp\":true}"))
                .extracting(FieldError::field)
                .containsExactly("$.source", "$.event_type", "$.timestamp", "$.data");
    }

    @Test
    void inABatchTheGoodAreTakenAndTheBadNamed() {
        DecodedBatch batch = events(
                "[{\"source\":\"a\",\"event_type\":\"t\",\"data\":{},\"id\":\"1\"}, 5, "
                        + "{\"id\":\"3\",\"event_type\":\"t\",\"data\":{}}, {\"source\":\"d\",\"event_type\":\"t\",\"data\":{}}]");

        assertThat(batch.accepted()).isEqualTo(2);
        assertThat(batch.rejected()).isEqualTo(2);
        assertThat(batch.records()).hasSize(2);
        assertThat(batch.results()).extracting(ItemResult::id).startsWith("1", null, "3");
        assertThat(batch.errors(10)).extracting(FieldError::field).containsExactly("items[1]", "items[2].source");
        assertThat(batch.sources().names()).containsExactly("a", "d");
    }

    @Test
    void aBrokenLineHarmsNoOtherLine() throws RejectedBodyException {
        String good = "{\"source\":\"a\",\"event_type\":\"t\",\"data\":{}}";
        String body = good + "\n\n{\"source\": oops}\r\n" + good + " trailing\n" + good + good + "\n" + good;

        DecodedBatch batch = Decoded.DECODER.events(utf8(body), BodyFormat.LINES, NOW);

        assertThat(batch.results())
                .extracting(ItemResult::outcome)
                .containsExactly(
                        ItemResult.Outcome.ACCEPTED,
                        ItemResult.Outcome.MALFORMED,
                        ItemResult.Outcome.MALFORMED,
                        ItemResult.Outcome.MALFORMED,
                        ItemResult.Outcome.ACCEPTED);
        assertThat(batch.records()).hasSize(2);
        assertThat(batch.results().get(1).errors().get(0).field()).isEqualTo("items[1]");
        assertThat(batch.results().get(1).errors().get(0).message()).startsWith("line 3, column 12");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | empty",
                "'{' | line 1, column 2",
                "'{\"a\":1,\"a\":2}' | line 1",
                "'{\"source\":\"s\"} {}' | line 1, column 16",
                "'[{\"source\":\"s\",\"event_type\":\"t\",\"data\":{}},{\"x\" 1}]' | items[1]: line 1, column",
                "'{\"a\":NaN}' | line 1",
            })
    void brokenJsonIsRefusedWithItsPlace(String json, String detail) {
        assertThatThrownBy(() -> Decoded.DECODER.events(utf8(json), BodyFormat.JSON, NOW))
                .isInstanceOfSatisfying(RejectedBodyException.class, e -> assertThat(e.reason())
                        .isEqualTo(RejectedBodyException.Reason.SYNTAX))
                .hasMessageContaining(detail);
    }

    @Test
    void utf16IsNotTakenForUtf8() {
        byte[] body = "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{}}".getBytes(StandardCharsets.UTF_16LE);

        assertThatThrownBy(() -> Decoded.DECODER.events(body, BodyFormat.JSON, NOW))
                .isInstanceOf(RejectedBodyException.class);
    }

    @Test
    void limitsAreToldWithTheirNumbers() throws RejectedBodyException {
        RequestDecoder strict = new RequestDecoder(new DecodingLimits(2, 2, 2, 2, 10, 150), new EventIds(1), "t");
        String event = "{\"source\":\"s\",\"event_type\":\"t\",\"data\":%s}";

        assertThat(strict.events(utf8(event.formatted("{\"a\":1,\"b\":2,\"c\":3,\"d\":4}")), BodyFormat.JSON, NOW)
                        .errors(9))
                .containsExactly(new FieldError("$", "has more than 2 numbers"));
        assertThat(strict.events(utf8(event.formatted("{\"a\":\"12345678901\"}")), BodyFormat.JSON, NOW)
                        .errors(9))
                .containsExactly(new FieldError("$.data.a", "has 11 characters, at most 10 are taken"));
        assertThat(strict.events(utf8(event.formatted("{\"" + "n".repeat(600) + "\":1}")), BodyFormat.JSON, NOW)
                        .errors(9))
                .hasSize(1);
        assertThat(strict.events(utf8(event.formatted("{\"" + "n".repeat(200) + "\":1}")), BodyFormat.JSON, NOW)
                        .errors(9))
                .extracting(FieldError::message)
                .allMatch(message -> message.contains("at most 150"));
        assertThatThrownBy(() -> strict.events(utf8("[{},{},{}]"), BodyFormat.JSON, NOW))
                .hasMessageContaining("more than 2 items");
    }

    @Test
    void idsAreKeptUpTo128Characters() {
        String event = "{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},\"id\":\"%s\"}";

        assertThat(event(event.formatted("x".repeat(128))).getId()).hasSize(128);
        assertThat(errors(event.formatted("x".repeat(129))))
                .extracting(FieldError::field)
                .containsExactly("$.id");
    }

    @Test
    void textOfAnyScriptSurvives() {
        Event event =
                event("{\"source\":\"Größe/日本 🚀\",\"event_type\":\"t\",\"data\":{\"ключ\":\"\\ud83d\\ude80 é\"}}");

        assertThat(event.getSource()).isEqualTo("Größe/日本 🚀");
        assertThat(event.getAttributes()).containsOnly(Map.entry("ключ", "🚀 é"));
    }

    @Test
    void metadataAreKeptAsTextNestedOnesAsJson() {
        Event event = event("{\"source\":\"s\",\"event_type\":\"t\",\"data\":{},"
                + "\"metadata\":{\"a\":{\"b\": [1, 2]},\"c\":null,\"d\":1.50,\"e\":\"x\"}}");

        assertThat(event.getMetadata())
                .containsOnly(
                        Map.entry("a", "{\"b\": [1, 2]}"),
                        Map.entry("c", "null"),
                        Map.entry("d", "1.50"),
                        Map.entry("e", "x"));
    }

    @Test
    void theSameIdTwiceInABatchIsTakenTwiceForTheProcessorToCountOnce() {
        DecodedBatch batch = events("[{\"id\":\"x\",\"source\":\"a\",\"event_type\":\"t\",\"data\":{}},"
                + "{\"id\":\"x\",\"source\":\"a\",\"event_type\":\"t\",\"data\":{}}]");

        assertThat(batch.results()).extracting(ItemResult::id).isEqualTo(List.of("x", "x"));
        assertThat(batch.records()).hasSize(2);
    }
}
