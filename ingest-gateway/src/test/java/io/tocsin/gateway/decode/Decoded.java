package io.tocsin.gateway.decode;

import io.tocsin.gateway.avro.WireFormat;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.FieldError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;

/** Reads what the decoders wrote with Avro's own reader, down to the last byte. */
final class Decoded {

    static final long NOW = 1_800_000_000_000L;
    static final RequestDecoder DECODER = new RequestDecoder(DecodingLimits.DEFAULT, new EventIds(42), "default");

    private Decoded() {}

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    static DecodedBatch events(String json) {
        try {
            return DECODER.events(utf8(json), BodyFormat.JSON, NOW);
        } catch (RejectedBodyException e) {
            throw new AssertionError(e.getMessage() + " " + e.errors(), e);
        }
    }

    static Event event(String json) {
        DecodedBatch batch = events(json);
        if (batch.records().size() != 1) {
            throw new AssertionError("not one record: " + batch.errors(10));
        }
        return event(batch.records().get(0));
    }

    static LogRecord log(String json) {
        return log(events(json).records().get(0));
    }

    static List<FieldError> errors(String json) {
        DecodedBatch batch = events(json);
        if (!batch.records().isEmpty()) {
            throw new AssertionError("was taken");
        }
        return batch.errors(100);
    }

    static Event event(OutgoingRecord record) {
        Event event = read(record, OutgoingRecord.Stream.EVENTS, new SpecificDatumReader<>(Event.class));
        requireKey(record, new SourceKey(event.getTenant(), event.getEnvironment(), event.getSource()));
        return event;
    }

    static LogRecord log(OutgoingRecord record) {
        LogRecord log = read(record, OutgoingRecord.Stream.LOGS, new SpecificDatumReader<>(LogRecord.class));
        requireKey(record, new SourceKey(log.getTenant(), log.getEnvironment(), log.getSource()));
        return log;
    }

    private static void requireKey(OutgoingRecord record, SourceKey key) {
        if (!new String(record.key(), StandardCharsets.UTF_8).equals(key.text())) {
            throw new AssertionError("key is " + new String(record.key(), StandardCharsets.UTF_8) + ", not " + key);
        }
    }

    private static <T extends SpecificRecord> T read(
            OutgoingRecord record, OutgoingRecord.Stream stream, SpecificDatumReader<T> reader) {
        if (record.stream() != stream) {
            throw new AssertionError("on " + record.stream());
        }
        try {
            byte[] value = record.value();
            BinaryDecoder binary = DecoderFactory.get()
                    .binaryDecoder(value, WireFormat.HEADER, value.length - WireFormat.HEADER, null);
            T read = reader.read(null, binary);
            if (!binary.isEnd()) {
                throw new AssertionError("bytes behind the record");
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
