package io.tocsin.standalone.run;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Puts the health of the whole system into one line; rates count from the line before. Not thread-safe. */
final class ReportLine {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss");

    private final InstantSource clock;
    private Instant before;
    private long eventsBefore;
    private long logsBefore;

    ReportLine(InstantSource clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
        this.before = clock.instant();
    }

    /**
     * Returns the line.
     *
     * @param health answer of {@code GET /api/v1/health}
     */
    String of(JsonNode health) {
        Instant now = clock.instant();
        double seconds = Math.max(1e-3, Duration.between(before, now).toMillis() / 1000.0);
        long events = health.path("event_count").asLong();
        long logs = health.path("log_count").asLong();
        String text = String.format(
                Locale.ROOT,
                "%s  %s, %.1f events/s, %.1f log lines/s, %s, %s%s",
                time(now),
                health.path("status").asText("UNKNOWN"),
                (events - eventsBefore) / seconds,
                (logs - logsBefore) / seconds,
                sources(health),
                counted(health.path("active_alerts").asLong(), "active alert"),
                lag(health, now));
        before = now;
        eventsBefore = events;
        logsBefore = logs;
        return text;
    }

    /** Returns the line when there is no answer. */
    String failed(String reason) {
        return time(clock.instant()) + "  no answer: " + reason;
    }

    private static String sources(JsonNode health) {
        List<String> byStatus = new ArrayList<>();
        for (Map.Entry<String, JsonNode> status :
                health.path("sources_by_status").properties()) {
            if (status.getValue().asLong() > 0) {
                byStatus.add(status.getValue().asLong() + " " + status.getKey());
            }
        }
        String all = counted(health.path("source_count").asLong(), "source");
        return byStatus.isEmpty() ? all : all + " (" + String.join(", ", byStatus) + ")";
    }

    /** How far the stream's time is behind the clock; ticks move it every second. */
    private static String lag(JsonNode health, Instant now) {
        String streamTime = health.path("stream_time").asText("");
        if (streamTime.isEmpty() || streamTime.equals("null")) {
            return "";
        }
        double seconds = Duration.between(Instant.parse(streamTime), now).toMillis() / 1000.0;
        return String.format(Locale.ROOT, ", lag %.1f s", Math.max(0, seconds));
    }

    private static String counted(long count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }

    private static String time(Instant at) {
        return TIME.format(LocalTime.ofInstant(at, ZoneId.systemDefault()));
    }
}
