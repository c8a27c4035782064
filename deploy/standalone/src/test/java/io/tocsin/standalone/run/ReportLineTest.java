package io.tocsin.standalone.run;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReportLineTest {

    private Instant now = Instant.parse("2024-03-01T12:00:00Z");

    @Test
    void ratesCountFromTheLineBefore() throws Exception {
        ObjectMapper json = new ObjectMapper();
        ReportLine line = new ReportLine(() -> now);
        line.of(json.readTree("{\"event_count\":100,\"log_count\":40}"));
        now = now.plusSeconds(60);

        String text = line.of(json.readTree("""
                        {"status":"WARNING","event_count":700,"log_count":46,"source_count":3,"active_alerts":1,
                         "sources_by_status":{"NORMAL":2,"WARNING":1,"CRITICAL":0},"stream_time":"2024-03-01T12:00:59.500Z"}
                        """));

        assertThat(text)
                .endsWith("  WARNING, 10.0 events/s, 0.1 log lines/s, 3 sources (2 NORMAL, 1 WARNING), 1 active alert,"
                        + " lag 0.5 s");
    }

    @Test
    void noAnswerIsSaid() {
        assertThat(new ReportLine(() -> now).failed("refused")).endsWith("  no answer: refused");
    }
}
