package io.tocsin.standalone.follow;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.LogLevel;
import io.tocsin.standalone.logtext.LogText;
import io.tocsin.standalone.logtext.LogTextReader;
import io.tocsin.standalone.logtext.Timestamps;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Objects;

/**
 * Makes log events of lines of followed files: the source is the file's name, the id follows from file, offset and line,
 * so that a line sent again after a crash counts once.
 */
public final class LineEvents {

    private final String environment;
    private final String host;
    private final ZoneId zone;
    private final InstantSource clock;

    /**
     * Makes a maker.
     *
     * @param environment environment of the log's source
     * @param host name of this machine
     * @param zone zone of times that name none
     * @param clock now; years of times without a year are told from it
     */
    public LineEvents(String environment, String host, ZoneId zone, InstantSource clock) {
        this.environment = Objects.requireNonNull(environment, "environment");
        this.host = Objects.requireNonNull(host, "host");
        this.zone = Objects.requireNonNull(zone, "zone");
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    ObjectNode of(FollowedFile file, FollowedFile.Line line) {
        LogText log = new LogTextReader(new Timestamps(zone, clock.instant())).read(line.text());
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        event.put("id", id(file, line));
        event.put("source", file.path().getFileName().toString());
        event.put("environment", environment);
        event.put("event_type", "log");
        log.at().ifPresent(at -> event.put("timestamp", at.toString()));
        event.putObject("labels").put("host", host).put("file", file.path().toString());
        ObjectNode data = event.putObject("data").put("message", log.message());
        if (log.level() != LogLevel.UNKNOWN) {
            data.put("level", log.level().name());
        }
        return event;
    }

    private static String id(FollowedFile file, FollowedFile.Line line) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((file.identity() + "@" + line.start() + ":").getBytes(StandardCharsets.UTF_8));
            digest.update(line.text().getBytes(StandardCharsets.UTF_8));
            return "line-" + HexFormat.of().formatHex(digest.digest(), 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java platform has SHA-256", impossible);
        }
    }
}
