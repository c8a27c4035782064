package io.tocsin.gateway.decode;

import io.tocsin.gateway.decode.OutgoingRecord.Stream;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.FieldError;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What the decoding of one request works with, and what came of it so far. Not thread-safe. */
final class Decoding {

    final DecodingLimits limits;
    final Flattener flattener;
    final Envelope envelope;
    /** Epoch milliseconds. */
    final long receivedAt;

    private final RecordWriter writer;
    private final RecordDraft draft = new RecordDraft();
    private final List<OutgoingRecord> records = new ArrayList<>();
    private final List<ItemResult> results = new ArrayList<>();
    private final SourceNames sources = new SourceNames();
    private int taken;
    private boolean single;

    Decoding(DecodingLimits limits, EventIds ids, String tenant, long receivedAt) {
        this.limits = limits;
        this.receivedAt = receivedAt;
        flattener = new Flattener(limits);
        envelope = new Envelope(limits, ids, tenant);
        writer = new RecordWriter(tenant);
    }

    /**
     * Starts an item; the one before must have ended.
     *
     * @param index its place in the batch, or {@link FieldErrors#WHOLE_BODY}
     */
    Item item(int index, byte[] body, int parserStart) {
        single |= index == FieldErrors.WHOLE_BODY;
        draft.clear();
        return new Item(draft, index, body, parserStart);
    }

    /** Starts a further record of an item, with a fresh draft. */
    void nextRecord() {
        draft.clear();
    }

    /** Adds the draft as an event, unless something is wrong with it; the item is taken when it ends. */
    void addEvent(Item item, SourceKey key, int rawFrom, int rawTo) {
        if (key != null && item.errors.isEmpty()) {
            byte[] value = writer.event(draft, receivedAt, item.body(), rawFrom, rawTo);
            add(item, key, new OutgoingRecord(Stream.EVENTS, key.bytes(), value));
        }
    }

    /** Adds the draft as a log line, unless something is wrong with it; the item is taken when it ends. */
    void addLog(Item item, SourceKey key) {
        if (key != null && item.errors.isEmpty()) {
            add(item, key, new OutgoingRecord(Stream.LOGS, key.bytes(), writer.log(draft, receivedAt)));
        }
    }

    private void add(Item item, SourceKey key, OutgoingRecord record) {
        int size = record.value().length;
        if (size > limits.recordBytes()) {
            item.errors.add("", "becomes a record of " + size + " bytes, at most " + limits.recordBytes());
            return;
        }
        records.add(record);
        sources.add(key.name());
    }

    /**
     * Ends an item that was read to its end: its records are taken when all of it is good, otherwise none of them.
     */
    void finish(Item item) {
        if (item.errors.isEmpty()) {
            taken = records.size();
            results.add(ItemResult.accepted(results.size(), item.id));
        } else {
            dropUntaken();
            results.add(ItemResult.rejected(results.size(), item.id, item.errors.list()));
        }
    }

    /** Ends an item that is no JSON. */
    void malformed(String reason) {
        dropUntaken();
        int index = results.size();
        results.add(ItemResult.malformed(index, new FieldError(FieldErrors.pathOf(index), reason)));
    }

    private void dropUntaken() {
        records.subList(taken, records.size()).clear();
    }

    /** Returns the number of items so far. */
    int items() {
        return results.size();
    }

    /** Returns what came of it. */
    DecodedBatch result() {
        return new DecodedBatch(
                Collections.unmodifiableList(records), Collections.unmodifiableList(results), sources, single);
    }
}
