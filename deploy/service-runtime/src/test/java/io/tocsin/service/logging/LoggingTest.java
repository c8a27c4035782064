package io.tocsin.service.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.LoggingEvent;
import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.service.http.StrictJson;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LoggingTest {

    private static LoggingEvent event(String message, Throwable failure) {
        return new LoggingEvent(
                "x", (Logger) LoggerFactory.getLogger("io.tocsin.Some"), Level.WARN, message, failure, null);
    }

    @Test
    void aClientCannotForgeLinesNorShowSecrets() {
        assertThat(LogText.safe("user said: \n2026-01-01 INFO all is well\r\u001b[2J token=abc \u202e"))
                .isEqualTo("user said: \\n2026-01-01 INFO all is well\\r\\u001b[2J token=**** \\u202e");
        assertThat(LogText.safe("tab\tand \u00e9 stay")).isEqualTo("tab\tand \u00e9 stay");
        assertThat(new SafeMessage().convert(event("password=x", null))).isEqualTo("password=****");
    }

    @Test
    void aJsonLineIsOneObjectOnOneLine() {
        JsonLines encoder = new JsonLines();
        encoder.start();
        byte[] line = encoder.encode(event("two\nlines", new IllegalStateException("password=hunter2")));
        assertThat(new String(line, StandardCharsets.UTF_8)).endsWith("\n").doesNotContain("hunter2");
        assertThat(new String(line, StandardCharsets.UTF_8).strip()).doesNotContain("\n");
        JsonNode json = StrictJson.parse(line);
        assertThat(json.path("level").asText()).isEqualTo("WARN");
        assertThat(json.path("message").asText()).isEqualTo("two\\nlines");
        assertThat(json.path("exception").asText()).contains("IllegalStateException: password=****");
        assertThat(json.path("timestamp").asText()).endsWith("Z");
    }

    @Test
    void stackTracesAreMasked() {
        MaskedStackTrace converter = new MaskedStackTrace();
        converter.start();
        assertThat(converter.convert(event("x", new IllegalStateException("mail ada@example.org"))))
                .contains("****@example.org")
                .doesNotContain("ada@");
    }
}
