package io.tocsin.gateway.decode;

import io.tocsin.gateway.avro.MapSection;
import io.tocsin.schemas.LogLevel;

/** One record while its fields are being read, in whatever order they come. Reused from item to item; not thread-safe. */
final class RecordDraft {

    final MapSection metrics = new MapSection(MapSection.Values.DOUBLES);
    final MapSection attributes = new MapSection(MapSection.Values.ATTRIBUTES);
    final MapSection labels = new MapSection(MapSection.Values.STRINGS);
    final MapSection metadata = new MapSection(MapSection.Values.STRINGS);
    final MapSection metricKinds = new MapSection(MapSection.Values.STRINGS);

    /** Absent until read. */
    String id;
    /** Absent until read. */
    String source;
    /** Absent until read. */
    String environment;
    /** Absent until read. */
    String type;
    /** Epoch milliseconds; {@link Timestamps#INVALID} until read. */
    long observedAt;

    /** Name of the operation whose end this is, absent for anything else. */
    String operation;
    /** Milliseconds, negative when not measured. */
    double durationMs;

    boolean success;
    String error;
    String target;

    /** Milliseconds to the next heartbeat, 0 when none was promised. */
    long intervalMs;

    LogLevel level;
    String message;
    String logger;
    String traceId;

    /** Whether two places of the document may have flattened to one name. */
    boolean namesMayRepeat;
    /** Whether a part of the document has no place in the other fields. */
    boolean keepRaw;

    RecordDraft() {
        clear();
    }

    /** Makes it as new. */
    void clear() {
        metrics.clear();
        attributes.clear();
        labels.clear();
        metadata.clear();
        metricKinds.clear();
        id = null;
        source = null;
        environment = null;
        type = null;
        observedAt = Timestamps.INVALID;
        operation = null;
        durationMs = -1;
        success = false;
        error = null;
        target = null;
        intervalMs = 0;
        level = LogLevel.UNKNOWN;
        message = null;
        logger = null;
        traceId = null;
        namesMayRepeat = false;
        keepRaw = false;
    }
}
