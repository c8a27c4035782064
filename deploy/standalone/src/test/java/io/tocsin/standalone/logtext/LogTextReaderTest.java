package io.tocsin.standalone.logtext;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.LogLevel;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class LogTextReaderTest {

    private final LogTextReader reader = new LogTextReader(new Timestamps(ZoneOffset.UTC, Instant.EPOCH));

    @Test
    void aPlainLineStaysWhole() {
        String line = "2024-01-15 10:30:00 ERROR Database connection failed";

        LogText log = reader.read(line);

        assertThat(log.message()).isEqualTo(line);
        assertThat(log.level()).isEqualTo(LogLevel.ERROR);
        assertThat(log.at()).contains(Instant.parse("2024-01-15T10:30:00Z"));
    }

    @Test
    void aJsonLineIsReadByItsFields() {
        LogText log = reader.read("{\"ts\":1700000000.5,\"level\":\"warning\",\"msg\":\"slow ERROR\"}");

        assertThat(log.message()).isEqualTo("slow ERROR");
        assertThat(log.level()).isEqualTo(LogLevel.WARN);
        assertThat(log.at()).contains(Instant.parse("2023-11-14T22:13:20.500Z"));
    }

    @Test
    void aLineThatOnlyLooksLikeJsonIsText() {
        LogText log = reader.read("{not json}");

        assertThat(log.message()).isEqualTo("{not json}");
        assertThat(log.level()).isEqualTo(LogLevel.UNKNOWN);
        assertThat(log.at()).isEmpty();
    }
}
