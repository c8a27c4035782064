package io.tocsin.gateway.decode;

import io.tocsin.gateway.avro.AvroBuffer;
import io.tocsin.gateway.avro.WireFormat;

/**
 * Writes drafts as Avro, field by field in the order of {@code Event.avsc} and {@code LogRecord.avsc}. Not thread-safe.
 */
final class RecordWriter {

    private static final int NULL = 0;
    private static final int PRESENT = 1;

    private final AvroBuffer out = new AvroBuffer(1024);
    private final String tenant;

    RecordWriter(String tenant) {
        this.tenant = tenant;
    }

    /**
     * Writes an event.
     *
     * @param raw array that holds the original document; its part is written when the draft asks for it
     */
    byte[] event(RecordDraft draft, long receivedAt, byte[] raw, int rawFrom, int rawTo) {
        if (draft.namesMayRepeat) {
            boolean dropped = draft.metrics.dropRepeatedNames();
            dropped |= draft.attributes.dropRepeatedNames();
            draft.keepRaw |= dropped;
        }
        start(draft);
        out.writeString(draft.type);
        out.writeLong(draft.observedAt);
        out.writeLong(receivedAt);
        draft.metrics.writeTo(out);
        draft.attributes.writeTo(out);
        draft.labels.writeTo(out);
        draft.metadata.writeTo(out);
        draft.metricKinds.writeTo(out);
        outcome(draft);
        if (draft.intervalMs > 0) {
            out.writeLong(PRESENT);
            out.writeLong(draft.intervalMs);
        } else {
            out.writeLong(NULL);
        }
        if (draft.keepRaw) {
            out.writeLong(PRESENT);
            out.writeBytes(raw, rawFrom, rawTo - rawFrom);
        } else {
            out.writeLong(NULL);
        }
        return out.toBytes();
    }

    /** Writes a log line. */
    byte[] log(RecordDraft draft, long receivedAt) {
        start(draft);
        out.writeLong(draft.observedAt);
        out.writeLong(receivedAt);
        out.writeLong(draft.level.ordinal());
        out.writeString(draft.message);
        optional(draft.logger);
        optional(draft.traceId);
        draft.attributes.writeTo(out);
        draft.labels.writeTo(out);
        return out.toBytes();
    }

    private void start(RecordDraft draft) {
        out.clear();
        WireFormat.writeHeader(out);
        out.writeString(draft.id);
        out.writeString(tenant);
        out.writeString(draft.environment);
        out.writeString(draft.source);
    }

    private void outcome(RecordDraft draft) {
        if (draft.operation == null) {
            out.writeLong(NULL);
            return;
        }
        out.writeLong(PRESENT);
        out.writeString(draft.operation);
        if (draft.durationMs >= 0) {
            out.writeLong(PRESENT);
            out.writeDouble(draft.durationMs);
        } else {
            out.writeLong(NULL);
        }
        out.writeBoolean(draft.success);
        optional(draft.error);
        optional(draft.target);
    }

    private void optional(String text) {
        if (text == null) {
            out.writeLong(NULL);
        } else {
            out.writeLong(PRESENT);
            out.writeString(text);
        }
    }
}
