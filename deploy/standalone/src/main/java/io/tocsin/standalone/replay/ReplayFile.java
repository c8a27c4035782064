package io.tocsin.standalone.replay;

import io.tocsin.standalone.logtext.LogTextReader;
import io.tocsin.standalone.logtext.Timestamps;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A file opened for replay: its kind told, its lines read as events. Not thread-safe. */
final class ReplayFile implements EventSource, Closeable {

    private final SourceLines lines;
    private final EventSource events;

    /**
     * Opens the file.
     *
     * @param now years of times without a year are told from it
     * @throws IOException when the file cannot be read, or its header is none
     */
    ReplayFile(ReplayOptions options, Instant now) throws IOException {
        FileKind kind = FileKind.of(options.file());
        lines = new SourceLines(options.file());
        try {
            events = open(kind, options, now);
        } catch (LineProblem noHeader) {
            lines.close();
            throw new IOException(
                    options.file() + ", line " + noHeader.line() + ": " + noHeader.getMessage(), noHeader);
        }
    }

    private EventSource open(FileKind kind, ReplayOptions options, Instant now) throws IOException, LineProblem {
        EventMaker maker = new EventMaker(options.fileName(), options.sourceOfLines(), options.environment());
        Timestamps timestamps = new Timestamps(options.zone(), now);
        return switch (kind) {
            case EVENTS -> new NdjsonEvents(lines, maker, options.source(), options.environment(), timestamps);
            case LOG -> new LogFileEvents(lines, maker, new LogTextReader(timestamps));
            case VALUES -> {
                CsvLines rows = new CsvLines(lines);
                yield new ValueTableEvents(rows, header(rows), maker, options.metric(), timestamps);
            }
            case STRUCTURED_LOG -> {
                CsvLines rows = new CsvLines(lines);
                yield new StructuredLogEvents(rows, header(rows), maker, timestamps);
            }
        };
    }

    private static List<String> header(CsvLines rows) throws IOException, LineProblem {
        return rows.next().orElseThrow(() -> new LineProblem(1, "no header"));
    }

    @Override
    public Optional<ReplayItem> next() throws IOException, LineProblem {
        return events.next();
    }

    /** Share of the file read so far, in [0,1]. */
    double progress() {
        return lines.progress();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
