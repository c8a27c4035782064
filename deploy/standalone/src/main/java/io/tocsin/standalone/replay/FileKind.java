package io.tocsin.standalone.replay;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What a file to replay holds. */
enum FileKind {
    /** Events in the JSON form of {@code POST /api/v1/events}, one a line. */
    EVENTS,
    /** A table with the columns {@code timestamp} and {@code value}. */
    VALUES,
    /** A table of log lines with the columns {@code LineId} and {@code Content}. */
    STRUCTURED_LOG,
    /** Plain log lines, or lines of JSON that are no events. */
    LOG;

    /** Tells the kind by the first line that is not empty. */
    static FileKind of(Path file) throws IOException {
        try (SourceLines lines = new SourceLines(file)) {
            Optional<String> first = lines.next();
            while (first.isPresent() && first.get().isBlank()) {
                first = lines.next();
            }
            return first.map(FileKind::ofFirstLine).orElse(LOG);
        }
    }

    private static FileKind ofFirstLine(String line) {
        if (line.startsWith("{") && line.contains("\"event_type\"")) {
            return EVENTS;
        }
        List<String> columns = List.of(line.split(",", -1));
        if (columns.contains("LineId") && columns.contains("Content")) {
            return STRUCTURED_LOG;
        }
        return columns.contains("timestamp") && columns.contains("value") ? VALUES : LOG;
    }
}
