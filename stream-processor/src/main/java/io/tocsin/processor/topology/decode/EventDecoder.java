package io.tocsin.processor.topology.decode;

import io.tocsin.processor.core.dedup.IdHash;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.schemas.Event;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;

/**
 * Fills an {@link Observation} from the bytes of an event without making objects on the way: names are remembered, texts
 * stay in the record's own array. A record of another writer's schema is resolved by Avro first. Not thread-safe.
 */
public final class EventDecoder {

    private final WireReader<Event> wire;
    private final Reencoder<Event> reencoder = new Reencoder<>(Event.getClassSchema());
    private final AvroCursor cursor = new AvroCursor();
    private final FieldsReader fields;
    private final KeyMatch source = new KeyMatch();
    private int idFrom;
    private int idLength;

    /** Makes a decoder over the head and the schemas of the wire format. */
    public EventDecoder(WireReader<Event> wire, NameCache names) {
        this.wire = wire;
        this.fields = new FieldsReader(cursor, names);
    }

    /**
     * Reads one record.
     *
     * @param key key of the record, which must be that of the source that the event names
     * @param into filled from scratch; its texts lie in {@code value}
     * @throws PoisonException when the record cannot be read, is not allowed, or has another's key
     */
    public void decode(byte[] key, byte[] value, Observation into) {
        if (wire.isOurLayout(value)) {
            decodeBody(key, value, WireReader.HEAD, into);
        } else {
            decodeBody(key, reencoder.encode(wire.read(value)), 0, into);
        }
    }

    /**
     * Returns the hash of the id of the record that was decoded last.
     *
     * @param sourceHash hash of the source's key
     */
    public long idHash(long sourceHash) {
        return IdHash.of(sourceHash, cursor.array(), idFrom, idLength);
    }

    private void decodeBody(byte[] key, byte[] bytes, int from, Observation into) {
        into.clear();
        cursor.reset(bytes, from, bytes.length);
        try {
            readIdentity(into, key, bytes);
            readMetrics(into);
            fields.values(into.attributes(), "attributes");
            fields.texts(into.labels(), "labels");
            fields.texts(into.metadata(), "metadata");
            readKinds(into);
            readOutcome(into);
            if (cursor.readPresence()) {
                into.intervalMs(positive(cursor.readLong()));
            }
            if (cursor.readPresence()) {
                cursor.skip(cursor.readLength());
            }
            if (!cursor.atEnd()) {
                throw new TruncatedRecordException("bytes behind the end of the record");
            }
        } catch (TruncatedRecordException e) {
            throw new PoisonException(DeadLetterReason.MALFORMED, "not an event: " + e.getMessage(), e);
        }
    }

    private void readIdentity(Observation into, byte[] key, byte[] bytes) {
        idLength = cursor.readLength();
        idFrom = cursor.position();
        if (idLength == 0 || idLength > RecordLimits.ID_BYTES) {
            throw FieldsReader.invalid("id of " + idLength + " bytes, 1 to " + RecordLimits.ID_BYTES + " are allowed");
        }
        into.id().setUtf8(bytes, idFrom, idLength);
        cursor.skip(idLength);
        int length = cursor.readLength();
        source.tenant(cursor.position(), length);
        cursor.skip(length);
        length = cursor.readLength();
        source.environment(cursor.position(), length);
        cursor.skip(length);
        length = cursor.readLength();
        source.source(cursor.position(), length);
        cursor.skip(length);
        if (!source.matches(key, bytes)) {
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the event names another source than its key");
        }
        into.type(fields.name());
        into.times(cursor.readLong(), cursor.readLong());
    }

    private void readMetrics(Observation into) {
        for (int block = cursor.readBlock(); block > 0; block = cursor.readBlock()) {
            fields.requireRoom(into.metricCount() + block, "metrics");
            for (int i = 0; i < block; i++) {
                String name = fields.name();
                double number = cursor.readDouble();
                if (!Double.isFinite(number)) {
                    throw FieldsReader.invalid("a metric is not a finite number");
                }
                into.addMetric(name, number);
            }
        }
    }

    private void readKinds(Observation into) {
        for (int block = cursor.readBlock(); block > 0; block = cursor.readBlock()) {
            fields.requireRoom(block, "metric kinds");
            for (int i = 0; i < block; i++) {
                into.kind(fields.name(), MetricKind.parse(fields.name()));
            }
        }
    }

    private void readOutcome(Observation into) {
        if (!cursor.readPresence()) {
            return;
        }
        int length = cursor.readLength();
        into.operation().setUtf8(cursor.array(), cursor.position(), length);
        cursor.skip(length);
        double duration = Double.NaN;
        if (cursor.readPresence()) {
            duration = cursor.readDouble();
            if (!(duration >= 0 && duration < Double.POSITIVE_INFINITY)) {
                throw FieldsReader.invalid("the duration of an operation is not a number of at least 0");
            }
        }
        into.outcome(duration, cursor.readBoolean());
        if (cursor.readPresence()) {
            length = cursor.readLength();
            into.error().setUtf8(cursor.array(), cursor.position(), length);
            cursor.skip(length);
        }
        if (cursor.readPresence()) {
            length = cursor.readLength();
            into.target().setUtf8(cursor.array(), cursor.position(), length);
            cursor.skip(length);
        }
    }

    private static long positive(long intervalMs) {
        if (intervalMs <= 0) {
            throw FieldsReader.invalid("the interval of a heartbeat is not greater than 0");
        }
        return intervalMs;
    }
}
