package io.tocsin.processor.core.source;

import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.InvalidInputException;
import java.util.Objects;

/**
 * The fold of a source: what a record does to its state, and what follows. One per task; not thread-safe. Every method
 * checks its input before it changes anything: {@link InvalidInputException} leaves the state as it was. Stream time must
 * not go back; where it does, the latest one counts.
 */
public final class SourceFold {

    private final SourceFoldSettings settings;

    /** Makes a fold. */
    public SourceFold(SourceFoldSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
    }

    /** Returns the settings. */
    public SourceFoldSettings settings() {
        return settings;
    }

    /**
     * Folds an event, whose id is known to be new.
     *
     * @param streamTime append time of the record: epoch milliseconds
     * @throws InvalidInputException when the event breaks its contract
     */
    public void onObservation(SourceState s, Observation o, long streamTime, Conclusions out) {
        s.lastSeen = streamTime;
        s.eventCount++;
        boolean first = s.status == Health.UNKNOWN;
        s.status = Health.NORMAL;
        s.eventsByStatus[s.status.ordinal()]++;
        if (first) {
            out.statusChange(s);
        }
    }

    /**
     * Folds a log line, whose id is known to be new.
     *
     * @param streamTime append time of the record: epoch milliseconds
     * @throws InvalidInputException when the line breaks its contract
     */
    public void onLogLine(SourceState s, LogLine l, long streamTime, Conclusions out) {
        s.lastSeen = streamTime;
        s.logCount++;
        s.logLevels[l.level().ordinal()]++;
    }

    /** Notes that a record came whose id had been counted before; nothing else of it counts. */
    public void onDuplicate(SourceState s, long streamTime) {
        s.duplicateCount++;
    }

    /** Does what is due: closes buckets, ends hold times, notices silence. Harmless when nothing is. */
    public void onTick(SourceState s, long streamTime, Conclusions out) {
        s.deadline = SourceState.NO_DEADLINE;
    }

    /**
     * Carries out what a person asks of an alert. The same id twice acts once; an order that does not fit the alert's
     * phase, or is about an alert that the source does not have, changes nothing.
     *
     * @return whether the order did something
     */
    public boolean onCommand(SourceState s, AlertOrder order, long streamTime, Conclusions out) {
        return false;
    }
}
