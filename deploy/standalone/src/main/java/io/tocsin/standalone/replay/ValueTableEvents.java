package io.tocsin.standalone.replay;

import io.tocsin.standalone.logtext.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rows of a table {@code timestamp,value}: each is one sample of one metric. */
final class ValueTableEvents implements EventSource {

    private final CsvLines rows;
    private final EventMaker maker;
    private final String metric;
    private final Timestamps timestamps;
    private final int timestampColumn;
    private final int valueColumn;

    /** Makes the source; {@code rows} stands behind the header. */
    ValueTableEvents(CsvLines rows, List<String> header, EventMaker maker, String metric, Timestamps timestamps) {
        this.rows = rows;
        this.maker = maker;
        this.metric = metric;
        this.timestamps = timestamps;
        this.timestampColumn = header.indexOf("timestamp");
        this.valueColumn = header.indexOf("value");
    }

    @Override
    public Optional<ReplayItem> next() throws IOException, LineProblem {
        Optional<List<String>> row = rows.next();
        if (row.isEmpty()) {
            return Optional.empty();
        }
        List<String> fields = row.get();
        if (fields.size() <= Math.max(timestampColumn, valueColumn)) {
            throw new LineProblem(rows.line(), "has " + fields.size() + " fields, fewer than the header");
        }
        String time = fields.get(timestampColumn);
        Instant at = timestamps.in(time).orElseThrow(() -> new LineProblem(rows.line(), "no time: '" + time + "'"));
        String id = maker.id(rows.line(), String.join(",", fields));
        return Optional.of(new ReplayItem(
                rows.line(), maker.value(id, at, metric, number(fields.get(valueColumn))), Optional.of(at)));
    }

    private double number(String text) throws LineProblem {
        try {
            double value = Double.parseDouble(text.strip());
            if (Double.isFinite(value)) {
                return value;
            }
        } catch (NumberFormatException noNumber) {
            throw new LineProblem(rows.line(), "no number: '" + text + "'");
        }
        throw new LineProblem(rows.line(), "not finite: '" + text + "'");
    }
}
