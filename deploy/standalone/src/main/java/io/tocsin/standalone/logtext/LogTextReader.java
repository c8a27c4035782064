package io.tocsin.standalone.logtext;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Reads log lines: plain text, {@code key=value} text, and lines that are a JSON object with the usual field names.
 * Thread-safe.
 */
public final class LogTextReader {

    private static final List<String> MESSAGE_FIELDS = List.of("message", "msg", "log");
    private static final List<String> LEVEL_FIELDS = List.of("level", "severity", "lvl", "loglevel", "log.level");
    private static final List<String> TIME_FIELDS = List.of("timestamp", "@timestamp", "time", "ts");

    private final Timestamps timestamps;
    private final ObjectMapper json = new ObjectMapper();

    /**
     * Makes a reader.
     *
     * @param timestamps how times are found
     */
    public LogTextReader(Timestamps timestamps) {
        this.timestamps = Objects.requireNonNull(timestamps, "timestamps");
    }

    /** Reads one line; never fails, a line without level and time is its own message. */
    public LogText read(String line) {
        if (line.startsWith("{") && line.endsWith("}")) {
            Optional<LogText> structured = readJson(line);
            if (structured.isPresent()) {
                return structured.get();
            }
        }
        return new LogText(line, LevelWords.in(line), timestamps.in(line));
    }

    private Optional<LogText> readJson(String line) {
        JsonNode node;
        try {
            node = json.readTree(line);
        } catch (JsonProcessingException plainTextAfterAll) {
            return Optional.empty();
        }
        return field(node, MESSAGE_FIELDS)
                .map(message -> new LogText(
                        message,
                        LevelWords.of(field(node, LEVEL_FIELDS).orElse("")),
                        field(node, TIME_FIELDS).flatMap(timestamps::in)));
    }

    private static Optional<String> field(JsonNode node, List<String> names) {
        for (String name : names) {
            JsonNode value = node.get(name);
            if (value != null && value.isValueNode() && !value.isNull()) {
                // A double as text would be in scientific notation, which no time is written in.
                return Optional.of(value.isNumber() ? value.decimalValue().toPlainString() : value.asText());
            }
        }
        return Optional.empty();
    }
}
