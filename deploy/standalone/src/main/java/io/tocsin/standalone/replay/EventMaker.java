package io.tocsin.standalone.replay;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.LogLevel;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Objects;
import java.util.Optional;

/**
 * Makes events out of what a line says. The id of an event is a digest of file name, source, environment, line number
 * and line, so that the same line of the same file is the same event whenever and from wherever it is replayed. Not
 * thread-safe.
 */
final class EventMaker {

    private static final int ID_BYTES = 16;

    private final String fileName;
    private final String source;
    private final Optional<String> environment;
    private final MessageDigest digest;

    /**
     * Makes a maker.
     *
     * @param fileName last part of the file's path
     * @param source source of the events
     * @param environment environment of the events; the gateway's default when empty
     */
    EventMaker(String fileName, String source, Optional<String> environment) {
        this.fileName = Objects.requireNonNull(fileName, "fileName");
        this.source = Objects.requireNonNull(source, "source");
        this.environment = Objects.requireNonNull(environment, "environment");
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }

    /** Returns the id of a line. */
    String id(long line, String content) {
        for (String part : new String[] {fileName, source, environment.orElse(""), Long.toString(line), content}) {
            digest.update(part.getBytes(StandardCharsets.UTF_8));
            digest.update((byte) 0);
        }
        return "replay-" + HexFormat.of().formatHex(digest.digest(), 0, ID_BYTES);
    }

    /** Returns the event of one value of one metric. */
    ObjectNode value(String id, Instant at, String metric, double value) {
        ObjectNode event = event(id, "metric", Optional.of(at));
        event.putObject("data").put("name", metric).put("value", value).put("kind", "gauge");
        return event;
    }

    /** Returns the event of one log line. */
    ObjectNode log(String id, Optional<Instant> at, LogLevel level, String message, Optional<String> logger) {
        ObjectNode event = event(id, "log", at);
        ObjectNode data = event.putObject("data").put("message", message);
        if (level != LogLevel.UNKNOWN) {
            data.put("level", level.name());
        }
        logger.ifPresent(name -> data.put("logger", name));
        return event;
    }

    private ObjectNode event(String id, String type, Optional<Instant> at) {
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", id).put("source", source).put("event_type", type);
        at.ifPresent(time -> event.put("timestamp", time.toString()));
        environment.ifPresent(name -> event.put("environment", name));
        return event;
    }
}
