package io.tocsin.processor.core.source;

import io.tocsin.processor.core.forecast.CellHistory;
import io.tocsin.processor.core.forecast.LimitForecast;
import io.tocsin.processor.core.forecast.LimitForecast.Approach;
import io.tocsin.processor.core.forecast.Outlook;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.rule.FindingMatch;
import io.tocsin.processor.core.rule.Rule;
import java.util.function.Supplier;

/**
 * Warns of metrics that will reach a limit within hours, those of resources and those of rules: while a forecast says so with
 * confidence there is a finding about the metric. Looks when a cell of a history closes, at most every
 * {@link LimitForecast#EVERY_MS}, and forecasts a metric once however many rules ask. Works on the source that its
 * {@link ConditionKeeper} turned to; not thread-safe.
 */
final class LimitWatch {

    /** How long a finding outlives the last forecast that said so: a series that pauses has not recovered. */
    private static final long HOLD_MS = 2 * 3_600_000L;

    private final FindingKeeper findings;

    LimitWatch(FindingKeeper findings) {
        this.findings = findings;
    }

    void cellClosed(MetricSlot slot, CellHistory history) {
        LimitForecast watched = LimitForecast.of(slot.name);
        if (watched == null && slot.ahead.length == 0 || !LimitForecast.isDue(history)) {
            return;
        }
        Once outlook = new Once(history);
        if (watched != null) {
            look(slot, history, watched, FindingMatch.FORECAST, outlook);
        }
        for (Rule rule : slot.ahead) {
            LimitForecast limit = new LimitForecast(
                    rule.lowestLimit(),
                    rule.comparison().isUpper(),
                    rule.finding().horizonMs());
            look(slot, history, limit, rule.finding().ownDetector(), outlook);
        }
    }

    private void look(
            MetricSlot slot, CellHistory history, LimitForecast limit, String detector, Supplier<Outlook> outlook) {
        boolean open = findings.isOpen(Finding.LIMIT_AHEAD, detector, slot.name);
        Approach approach = limit.look(history, open, outlook);
        if (approach != null) {
            Evidence evidence = Evidence.ofValue(
                    approach.score(),
                    approach.current(),
                    limit.limit(),
                    approach.lower(),
                    approach.upper(),
                    approach.samples(),
                    approach.confidence(),
                    approach.text(slot.name, limit.limit()));
            findings.found(Finding.LIMIT_AHEAD, detector, slot.name, slot.ordinal, history.end(), HOLD_MS, evidence);
        } else if (open) {
            findings.close(Finding.LIMIT_AHEAD, detector, slot.name);
        }
    }

    /** The forecast of a history, made when it is first asked for. */
    private static final class Once implements Supplier<Outlook> {

        private final CellHistory history;
        private Outlook outlook;

        private Once(CellHistory history) {
            this.history = history;
        }

        @Override
        public Outlook get() {
            if (outlook == null) {
                outlook = LimitForecast.outlook(history);
            }
            return outlook;
        }
    }
}
