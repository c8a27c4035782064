package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.Level;

/**
 * A log line as the fold reads it. Mutable and reusable: a decoder calls {@link #clear()} and fills it for each record.
 * The fold keeps no reference to it nor to arrays behind its texts.
 */
public final class LogLine {

    private final Text id = new Text();
    private long observedAt;
    private long receivedAt;
    private Level level = Level.UNKNOWN;
    private final Text message = new Text();
    private final Text logger = new Text();
    private final Text traceId = new Text();
    private final Fields attributes = new Fields();
    private final Fields labels = new Fields();

    /** Forgets everything. */
    public void clear() {
        id.clear();
        observedAt = 0;
        receivedAt = 0;
        level = Level.UNKNOWN;
        message.clear();
        logger.clear();
        traceId.clear();
        attributes.clear();
        labels.clear();
    }

    /** Returns the id, to be set. */
    public Text id() {
        return id;
    }

    /**
     * Sets the times.
     *
     * @param observed time in the line: epoch milliseconds
     * @param received when it was taken: epoch milliseconds
     */
    public void times(long observed, long received) {
        observedAt = observed;
        receivedAt = received;
    }

    /** Returns the time in the line: epoch milliseconds. */
    public long observedAt() {
        return observedAt;
    }

    /** Returns when it was taken: epoch milliseconds. */
    public long receivedAt() {
        return receivedAt;
    }

    /** Sets the level. */
    public void level(Level value) {
        level = value;
    }

    /** Returns the level. */
    public Level level() {
        return level;
    }

    /** Returns the message, to be set. */
    public Text message() {
        return message;
    }

    /** Returns the logger, to be set. */
    public Text logger() {
        return logger;
    }

    /** Returns the trace id, to be set. */
    public Text traceId() {
        return traceId;
    }

    /** Returns further fields of the line, to be filled. */
    public Fields attributes() {
        return attributes;
    }

    /** Returns the labels, to be filled with texts. */
    public Fields labels() {
        return labels;
    }
}
