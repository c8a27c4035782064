package io.tocsin.standalone.replay;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Records of comma-separated values as RFC 4180 has them: fields in quotes may hold commas, doubled quotes and line
 * breaks. Not thread-safe.
 */
final class CsvLines {

    /** A record longer than this is a quote that was never closed. */
    private static final int LONGEST_RECORD = 1 << 20;

    private final SourceLines lines;
    private long firstLine;

    CsvLines(SourceLines lines) {
        this.lines = lines;
    }

    /** Returns the fields of the next record, or empty at the end; empty lines are passed over. */
    Optional<List<String>> next() throws IOException, LineProblem {
        Optional<String> line = lines.next();
        while (line.isPresent() && line.get().isEmpty()) {
            line = lines.next();
        }
        firstLine = lines.number();
        if (line.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder record = new StringBuilder(line.get());
        while (quotes(record) % 2 != 0) {
            Optional<String> more = lines.next();
            if (more.isEmpty() || record.length() > LONGEST_RECORD) {
                throw new LineProblem(firstLine, "a quoted field is never closed");
            }
            record.append('\n').append(more.get());
        }
        return Optional.of(split(record));
    }

    /** Number of the line at which the record returned last begins, from 1. */
    long line() {
        return firstLine;
    }

    private static int quotes(CharSequence text) {
        int quotes = 0;
        for (int i = 0; i < text.length(); i++) {
            quotes += text.charAt(i) == '"' ? 1 : 0;
        }
        return quotes;
    }

    private static List<String> split(CharSequence record) {
        List<String> fields = new ArrayList<>();
        StringBuilder field = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < record.length(); i++) {
            char c = record.charAt(i);
            if (c == '"') {
                if (quoted && i + 1 < record.length() && record.charAt(i + 1) == '"') {
                    field.append('"');
                    i++;
                } else {
                    quoted = !quoted;
                }
            } else if (c == ',' && !quoted) {
                fields.add(field.toString());
                field.setLength(0);
            } else {
                field.append(c);
            }
        }
        fields.add(field.toString());
        return fields;
    }
}
