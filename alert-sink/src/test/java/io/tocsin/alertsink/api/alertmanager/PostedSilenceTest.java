package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostedSilenceTest {

    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|422|silence in body is required",
                "null|422|comment in body is required",
                "[]|400|parsing silence body from \"\" failed, because json: cannot unmarshal array into a silence",
                "{\"matchers\":{}}|400|json: cannot unmarshal object into matchers",
                "{\"matchers\":[\"x\"]}|400|json: cannot unmarshal string into matchers",
                "{\"matchers\":[{}]}|422|matchers.0.isRegex in body is required",
                "{\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":\"no\"}]}|400|into isRegex of type bool",
                "{\"matchers\":[{\"name\":\"a\",\"value\":17,\"isRegex\":false}]}|400|parsing silence body",
                "{\"matchers\":[{\"name\":\"a\",\"value\":\"(\",\"isRegex\":true}]}|400|invalid regular expression \"(\": ",
                "{\"startsAt\":\"x\"}|400|parsing silence body from \"\" failed, because startsAt"
            })
    void saysWhatIsWrong(String fields, int status, String message) {
        String body = fields.startsWith("{")
                ? "{\"comment\":\"c\",\"createdBy\":\"me\",\"endsAt\":\"2026-11-28T13:00:00Z\"," + rest(fields)
                : fields;
        ApiError refused = catchThrowableOfType(
                ApiError.class, () -> PostedSilence.parse(body.getBytes(StandardCharsets.UTF_8), NOW));
        assertThat(refused.response().code()).isEqualTo(status);
        assertThat(refused).hasMessageContaining(message);
    }

    private static String rest(String fields) {
        String given = fields.substring(1, fields.length() - 1);
        String starts = given.contains("startsAt") ? "" : ",\"startsAt\":\"2026-11-28T12:00:00Z\"";
        String matchers =
                given.contains("matchers") ? "" : ",\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}]";
        return given + starts + matchers + "}";
    }
}
