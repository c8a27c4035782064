package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostedAlertsTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    private static PostedAlerts parse(String body) {
        return PostedAlerts.parse(body.getBytes(StandardCharsets.UTF_8), NOW, Duration.ofMinutes(5));
    }

    private static PostedAlerts with(String fields) {
        return parse("[{\"labels\":{\"alertname\":\"x\"}," + fields + "}]");
    }

    private static ApiError refusal(String body) {
        return catchThrowableOfType(ApiError.class, () -> parse(body));
    }

    @Test
    void anAlertThatBeginsAfterItWouldEndIsInvalid() {
        assertThat(with("\"startsAt\":\"2026-11-28T12:05:01Z\"").invalid())
                .containsExactly("start time must be before end time");
        assertThat(with("\"startsAt\":\"2026-11-28T12:04:59Z\"").valid()).hasSize(1);
        assertThat(with("\"startsAt\":\"2026-11-28T12:05:01Z\",\"endsAt\":\"2026-11-28T12:06:00Z\"")
                        .valid())
                .hasSize(1);
    }

    @Test
    void nullIsAnAbsentField() {
        PostedAlerts posted =
                parse("[{\"labels\":{\"a\":\"b\",\"c\":null},\"annotations\":{\"d\":null},\"startsAt\":null,"
                        + "\"endsAt\":null,\"generatorURL\":null}]");
        assertThat(posted.valid()).singleElement().satisfies(each -> {
            assertThat(each.labels().toString()).isEqualTo("{a=\"b\"}");
            assertThat(each.annotations()).containsEntry("d", "");
            assertThat(each.startsAt()).isEmpty();
        });
        assertThat(parse("null").valid()).isEmpty();
    }

    @Test
    void anEmptyBodyIsAMissingOne() {
        assertThat(refusal("").response().code()).isEqualTo(422);
        assertThat(refusal("")).hasMessage("alerts in body is required");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "17", "\"x\"", "[17]", "[{\"labels\":[]}]", "[{\"labels\":{\"a\":1}}]", "[", "[]x"})
    void whatIsNoListOfAlertsIsRefused(String body) {
        assertThat(refusal(body).response().code()).isEqualTo(400);
        assertThat(refusal(body)).hasMessageStartingWith("parsing alerts body from \"\" failed, because ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://g/x?a=b&c=d", "/graph?x=y z", "http://[::1]:9090/ü y", "mailto:x", "HTTPS://h", ""})
    void takesWhatGoTakesForUrls(String url) {
        assertThat(with("\"generatorURL\":\"" + url + "\"").valid()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"not a url", "relative", "http://[::1", "http://h:port/", "/%zz", "/a\\u0007"})
    void refusesWhatGoTakesForNoUrl(String url) {
        ApiError refused = refusal("[{\"labels\":{\"alertname\":\"x\"},\"generatorURL\":\"" + url + "\"}]");
        assertThat(refused.response().code()).isEqualTo(422);
        assertThat(refused).hasMessageStartingWith("0.generatorURL in body must be of type uri: ");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-28T11:18:53Z, 2026-11-28T11:18:53Z",
        "2026-11-28T11:18:53.123456789+02:00, 2026-11-28T09:18:53.123456789Z",
        "2026-11-28T01:18:53.5-07:00, 2026-11-28T08:18:53.5Z",
        "2026-11-28T11:18:53, 2026-11-28T11:18:53Z",
        "2026-11-28T11:18Z, 2026-11-28T11:18:00Z",
        "2026-11-28T11:18, 2026-11-28T11:18:00Z",
        "2026-11-28 11:18:53, 2026-11-28T11:18:53Z"
    })
    void readsTheTimesThatAlertmanagerReads(String text, Instant expected) {
        assertThat(with("\"startsAt\":\"" + text + "\"").valid())
                .singleElement()
                .satisfies(each -> assertThat(each.startsAt()).contains(expected));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-02-30T00:00:00Z",
                "2026-11-28",
                "2026-11-28t11:18:53z",
                "2026-11-28T11:18:53+0000",
                "2026-11-28 11:18:53Z",
                "2026-11-28T24:00:00Z",
                "10000-01-01T00:00:00Z",
                "2026-11-28T11:18:53Zx"
            })
    void refusesOtherTimes(String text) {
        assertThat(refusal("[{\"labels\":{\"a\":\"b\"},\"startsAt\":\"" + text + "\"}]"))
                .hasMessageContaining("startsAt");
    }

    @Test
    void goesZeroTimeIsNone() {
        assertThat(with("\"startsAt\":\"0001-01-01T00:00:00.000Z\"").valid())
                .singleElement()
                .satisfies(each -> assertThat(each.startsAt()).isEqualTo(Optional.empty()));
    }
}
