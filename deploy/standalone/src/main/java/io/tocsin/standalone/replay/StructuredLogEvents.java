package io.tocsin.standalone.replay;

import io.tocsin.schemas.LogLevel;
import io.tocsin.standalone.logtext.LevelWords;
import io.tocsin.standalone.logtext.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Rows of a table of log lines as LogHub publishes them: {@code LineId}, columns of that system's own header, {@code
 * Content}. The level is that of the {@code Level} column when it names one; a column of that name may hold something
 * else.
 */
final class StructuredLogEvents implements EventSource {

    private final CsvLines rows;
    private final EventMaker maker;
    private final Timestamps timestamps;
    private final List<String> header;
    private final int content;
    private final int level;
    private final int component;

    /** Makes the source; {@code rows} stands behind the header. */
    StructuredLogEvents(CsvLines rows, List<String> header, EventMaker maker, Timestamps timestamps) {
        this.rows = rows;
        this.maker = maker;
        this.timestamps = timestamps;
        this.header = header;
        this.content = header.indexOf("Content");
        this.level = header.indexOf("Level");
        this.component = header.indexOf("Component");
    }

    @Override
    public Optional<ReplayItem> next() throws IOException, LineProblem {
        Optional<List<String>> row = rows.next();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = row.get();
        if (fields.size() != header.size()) {
            throw new LineProblem(rows.line(), "has " + fields.size() + " fields, the header has " + header.size());
        }
        LogLevel named = level < 0 ? LogLevel.UNKNOWN : LevelWords.of(fields.get(level));
        Optional<String> logger = component < 0 ? Optional.empty() : Optional.of(fields.get(component));
        Optional<Instant> at = time(fields);
        String id = maker.id(rows.line(), String.join(",", fields));
        return Optional.of(new ReplayItem(
                rows.line(),
                maker.log(id, at, named, fields.get(content), logger.filter(name -> !name.isBlank())),
                at));
    }

    /** The columns that hold parts of the time, joined in the order in which logs write them. */
    private Optional<Instant> time(List<String> fields) {
        for (List<String> names : List.of(
                List.of("Date", "Time"),
                List.of("Month", "Date", "Time"),
                List.of("Date", "Day", "Time"),
                List.of("Time"),
                List.of("Timestamp"))) {
            List<String> parts = new ArrayList<>();
            for (String name : names) {
                int column = header.indexOf(name);
                if (column >= 0) {
                    parts.add(fields.get(column));
                }
            }
            if (parts.size() == names.size()) {
                Optional<Instant> at = timestamps.in(String.join(" ", parts));
                if (at.isPresent()) {
                    return at;
                }
            }
        }
        return Optional.empty();
    }
}
