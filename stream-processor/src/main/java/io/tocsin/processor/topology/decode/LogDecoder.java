package io.tocsin.processor.topology.decode;

import io.tocsin.processor.core.dedup.IdHash;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.LogLine;
import io.tocsin.processor.core.source.Text;
import io.tocsin.schemas.LogRecord;
import io.tocsin.schemas.deadletter.DeadLetterReason;
import io.tocsin.schemas.deadletter.PoisonException;

/** Fills a {@link LogLine} from the bytes of a log record, as {@link EventDecoder} does for events. Not thread-safe. */
public final class LogDecoder {

    private final WireReader<LogRecord> wire;
    private final Reencoder<LogRecord> reencoder = new Reencoder<>(LogRecord.getClassSchema());
    private final AvroCursor cursor = new AvroCursor();
    private final FieldsReader fields;
    private final KeyMatch source = new KeyMatch();
    private int idFrom;
    private int idLength;

    /** Makes a decoder over the head and the schemas of the wire format. */
    public LogDecoder(WireReader<LogRecord> wire, NameCache names) {
        this.wire = wire;
        this.fields = new FieldsReader(cursor, names);
    }

    /**
     * Reads one record.
     *
     * @param key key of the record, which must be that of the source that the line names
     * @param into filled from scratch; its texts lie in {@code value}
     * @throws PoisonException when the record cannot be read, is not allowed, or has another's key
     */
    public void decode(byte[] key, byte[] value, LogLine into) {
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

    private void decodeBody(byte[] key, byte[] bytes, int from, LogLine into) {
        into.clear();
        cursor.reset(bytes, from, bytes.length);
        try {
            readIdentity(into, key, bytes);
            into.times(cursor.readLong(), cursor.readLong());
            int level = cursor.readInt();
            if (level < 0 || level >= Level.COUNT) {
                throw new TruncatedRecordException("level " + level + " of " + Level.COUNT);
            }
            into.level(Level.of(level));
            text(into.message());
            if (cursor.readPresence()) {
                text(into.logger());
            }
            if (cursor.readPresence()) {
                text(into.traceId());
            }
            fields.values(into.attributes(), "attributes");
            fields.texts(into.labels(), "labels");
            if (!cursor.atEnd()) {
                throw new TruncatedRecordException("bytes behind the end of the record");
            }
        } catch (TruncatedRecordException e) {
            throw new PoisonException(DeadLetterReason.MALFORMED, "not a log record: " + e.getMessage(), e);
        }
    }

    private void readIdentity(LogLine into, byte[] key, byte[] bytes) {
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
            throw new PoisonException(DeadLetterReason.KEY_MISMATCH, "the line names another source than its key");
        }
    }

    private void text(Text to) {
        int length = cursor.readLength();
        to.setUtf8(cursor.array(), cursor.position(), length);
        cursor.skip(length);
    }
}
