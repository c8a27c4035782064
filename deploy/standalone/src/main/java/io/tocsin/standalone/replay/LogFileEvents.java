package io.tocsin.standalone.replay;

import io.tocsin.standalone.logtext.LogText;
import io.tocsin.standalone.logtext.LogTextReader;
import java.io.IOException;
import java.util.Optional;

/** Lines of a plain log file: each that is not blank is one log record. */
final class LogFileEvents implements EventSource {

    private final SourceLines lines;
    private final EventMaker maker;
    private final LogTextReader reader;

    LogFileEvents(SourceLines lines, EventMaker maker, LogTextReader reader) {
        this.lines = lines;
        this.maker = maker;
        this.reader = reader;
    }

    @Override
    public Optional<ReplayItem> next() throws IOException {
        Optional<String> line = lines.next();
        while (line.isPresent() && line.get().isBlank()) {
            line = lines.next();
        }
        return line.map(text -> {
            LogText log = reader.read(text);
            String id = maker.id(lines.number(), text);
            return new ReplayItem(
                    lines.number(), maker.log(id, log.at(), log.level(), log.message(), Optional.empty()), log.at());
        });
    }
}
