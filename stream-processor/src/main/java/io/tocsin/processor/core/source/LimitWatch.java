package io.tocsin.processor.core.source;

import io.tocsin.processor.core.forecast.CellHistory;
import io.tocsin.processor.core.forecast.LimitForecast;
import io.tocsin.processor.core.forecast.LimitForecast.Approach;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;

/**
 * Warns of metrics that will reach a limit within hours: while a forecast says so with confidence there is a finding about
 * the metric. Looks when a cell of a history closes, at most every {@link LimitForecast#EVERY_MS}. Works on the source that
 * its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class LimitWatch {

    /** Name of what finds it. */
    static final String DETECTOR = "forecast";

    /** How long a finding outlives the last forecast that said so: a series that pauses has not recovered. */
    private static final long HOLD_MS = 2 * 3_600_000L;

    private final FindingKeeper findings;

    LimitWatch(FindingKeeper findings) {
        this.findings = findings;
    }

    void cellClosed(MetricSlot slot, CellHistory history) {
        LimitForecast watched = LimitForecast.of(slot.name);
        if (watched == null || !watched.isDue(history)) {
            return;
        }
        boolean open = findings.isOpen(Finding.LIMIT_AHEAD, DETECTOR, slot.name);
        Approach approach = watched.look(history, open);
        if (approach != null) {
            Evidence evidence = Evidence.ofValue(
                    approach.score(),
                    approach.current(),
                    watched.limit(),
                    approach.lower(),
                    approach.upper(),
                    approach.samples(),
                    approach.confidence(),
                    approach.text(slot.name, watched.limit()));
            findings.found(Finding.LIMIT_AHEAD, DETECTOR, slot.name, slot.ordinal, history.end(), HOLD_MS, evidence);
        } else if (open) {
            findings.close(Finding.LIMIT_AHEAD, DETECTOR, slot.name);
        }
    }
}
