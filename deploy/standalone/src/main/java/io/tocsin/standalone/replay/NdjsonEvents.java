package io.tocsin.standalone.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.standalone.logtext.Timestamps;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Lines that are events already. What a line lacks is filled in: its id, and source and environment when given. */
final class NdjsonEvents implements EventSource {

    private static final long LAST_EPOCH_SECOND = 100_000_000_000L;

    private final SourceLines lines;
    private final EventMaker maker;
    private final Optional<String> source;
    private final Optional<String> environment;
    private final Timestamps timestamps;
    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    NdjsonEvents(
            SourceLines lines,
            EventMaker maker,
            Optional<String> source,
            Optional<String> environment,
            Timestamps timestamps) {
        this.lines = lines;
        this.maker = maker;
        this.source = source;
        this.environment = environment;
        this.timestamps = timestamps;
    }

    @Override
    public Optional<ReplayItem> next() throws IOException, LineProblem {
        Optional<String> line = lines.next();
        while (line.isPresent() && line.get().isBlank()) {
            line = lines.next();
        }
        if (line.isEmpty()) {
            return Optional.empty();
        }
        ObjectNode event = parse(line.get());
        if (!event.hasNonNull("id")) {
            event.put("id", maker.id(lines.number(), line.get()));
        }
        source.ifPresent(name -> event.put("source", name));
        environment.ifPresent(name -> event.put("environment", name));
        return Optional.of(new ReplayItem(lines.number(), event, time(event.path("timestamp"))));
    }

    private ObjectNode parse(String line) throws LineProblem {
        try {
            if (json.readTree(line) instanceof ObjectNode event) {
                return event;
            }
            throw new LineProblem(lines.number(), "not a JSON object");
        } catch (JsonProcessingException noJson) {
            throw new LineProblem(lines.number(), "not JSON: " + noJson.getOriginalMessage());
        }
    }

    private Optional<Instant> time(JsonNode value) {
        if (value.isNumber()) {
            double number = value.asDouble();
            double millis = number < LAST_EPOCH_SECOND ? number * 1000 : number;
            return Optional.of(Instant.ofEpochMilli((long) millis));
        }
        return value.isTextual() ? timestamps.in(value.asText()) : Optional.empty();
    }
}
