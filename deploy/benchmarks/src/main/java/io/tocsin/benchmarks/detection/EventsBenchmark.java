package io.tocsin.benchmarks.detection;

import io.tocsin.gateway.avro.WireFormat;
import io.tocsin.gateway.decode.BodyFormat;
import io.tocsin.gateway.decode.DecodedBatch;
import io.tocsin.gateway.decode.DecodingLimits;
import io.tocsin.gateway.decode.EventIds;
import io.tocsin.gateway.decode.OutgoingRecord;
import io.tocsin.gateway.decode.RejectedBodyException;
import io.tocsin.gateway.decode.RequestDecoder;
import io.tocsin.processor.core.environment.EnvironmentSettings;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.run.WholeCore;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.topology.decode.EventDecoder;
import io.tocsin.processor.topology.decode.LogDecoder;
import io.tocsin.processor.topology.decode.NameCache;
import io.tocsin.processor.topology.decode.RegistryPatience;
import io.tocsin.processor.topology.decode.WireReader;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.schemas.serde.SchemaRegistryClient;
import io.tocsin.schemas.serde.SerdeSettings;
import io.tocsin.service.http.FieldError;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * {@code tocsin bench events --data FILE.ndjson --out DIR}: runs events in the form of {@code POST /api/v1/events}, one per
 * line and in the order of time, through the whole core, with their own timestamps as the clock. The lines are read by the
 * gateway's decoder and the processor's, so that a file means what the same events mean when they are sent. What the core
 * concludes is written as {@code findings}, {@code patterns}, {@code health}, {@code alerts} and {@code incidents}
 * ({@code .ndjson}); nothing is concluded beyond the last line.
 */
final class EventsBenchmark {

    private static final String TENANT = "default";
    private static final int CLOCK_BYTES = 1 << 16;
    private static final int LONGEST_LINE = 1 << 20;

    private final RequestDecoder requests = new RequestDecoder(DecodingLimits.DEFAULT, new EventIds(1), TENANT);
    private final Map<String, SourceId> sources = new HashMap<>();
    private final Observation observation = new Observation();
    private final LogLine logLine = new LogLine();
    private final EventDecoder events;
    private final LogDecoder logs;
    private final int eventSchema;
    private final int logSchema;
    private long clock;
    private long lines;

    private EventsBenchmark() {
        SchemaRegistryClient registry =
                SchemaRegistryClient.of(SerdeSettings.from(Map.of(SerdeSettings.REGISTRY_URL, "mock://bench-events")));
        RegistryPatience patience = new RegistryPatience(() -> true);
        eventSchema = registry.register("events-value", Event.getClassSchema());
        logSchema = registry.register("logs-value", LogRecord.getClassSchema());
        NameCache names = new NameCache();
        events = new EventDecoder(new WireReader<>(Event.getClassSchema(), registry, patience), names);
        logs = new LogDecoder(new WireReader<>(LogRecord.getClassSchema(), registry, patience), names);
    }

    /** Runs a file. */
    static void run(Path data, Path out, PrintStream console) throws IOException {
        long start = System.nanoTime();
        EventsBenchmark bench = new EventsBenchmark();
        Files.createDirectories(out);
        try (VerdictFiles verdicts = new VerdictFiles(out);
                InputStream in = new BufferedInputStream(Files.newInputStream(data), CLOCK_BYTES)) {
            WholeCore core = new WholeCore(SourceFoldSettings.defaults(), EnvironmentSettings.defaults(), verdicts);
            bench.read(in, core);
            console.printf(
                    Locale.ROOT,
                    "%d events in %.1f s; %s%n",
                    bench.lines,
                    (System.nanoTime() - start) / 1e9,
                    verdicts.summary());
        }
    }

    private void read(InputStream in, WholeCore core) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream(4096);
        long number = 0;
        for (int next = in.read(); ; next = in.read()) {
            if (next != '\n' && next >= 0) {
                if (line.size() == LONGEST_LINE) {
                    throw new IllegalArgumentException("line " + (number + 1) + " is longer than " + LONGEST_LINE);
                }
                line.write(next);
                continue;
            }
            number++;
            byte[] bytes = line.toByteArray();
            line.reset();
            if (!new String(bytes, StandardCharsets.ISO_8859_1).isBlank()) {
                take(bytes, number, core);
            }
            if (next < 0) {
                return;
            }
        }
    }

    private void take(byte[] body, long number, WholeCore core) {
        DecodedBatch batch;
        try {
            batch = requests.events(body, BodyFormat.JSON, clock);
        } catch (RejectedBodyException e) {
            throw new IllegalArgumentException("line " + number + ": " + e.getMessage(), e);
        }
        if (batch.rejected() > 0) {
            FieldError error = batch.errors(1).get(0);
            throw new IllegalArgumentException("line " + number + ": " + error.field() + " " + error.message());
        }
        lines++;
        for (OutgoingRecord record : batch.records()) {
            String key = new String(record.key(), StandardCharsets.UTF_8);
            SourceId id = sources.computeIfAbsent(key, EventsBenchmark::sourceId);
            boolean isEvent = record.stream() == OutgoingRecord.Stream.EVENTS;
            WireFormat.stamp(record.value(), isEvent ? eventSchema : logSchema);
            if (isEvent) {
                events.decode(record.key(), record.value(), observation);
                clock = Math.max(clock, observation.observedAt());
                core.event(id, observation, clock);
            } else {
                logs.decode(record.key(), record.value(), logLine);
                clock = Math.max(clock, logLine.observedAt());
                core.line(id, logLine, clock);
            }
        }
    }

    private static SourceId sourceId(String key) {
        SourceKey name = SourceKey.parse(key);
        return new SourceId(name.tenant(), name.environment(), name.name());
    }
}
