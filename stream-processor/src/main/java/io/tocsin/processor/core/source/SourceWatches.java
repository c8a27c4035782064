package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.stats.Bucket;

/**
 * All that watches sources by the rules of one catalogue, and the deadlines that follow. Works on the source that its
 * {@link ConditionKeeper} turned to; not thread-safe.
 */
final class SourceWatches {

    private final ConditionKeeper keeper;
    private final SignalWatch signals;
    private final RuleBinder binder;
    private final Judge judge;
    private final TimedJudge timed;
    private final SilenceWatch silence;
    private final FindingKeeper findings;
    private final MinuteMeans minutes;
    private final RecordCounter counter;
    private final long closeDelayMs;
    private final long idleCloseMs;

    SourceWatches(
            RuleCatalogue rules,
            SourceFoldSettings settings,
            ConditionKeeper keeper,
            SignalWatch signals,
            RuleTallies tallies) {
        this.keeper = keeper;
        this.signals = signals;
        binder = new RuleBinder(rules, keeper, tallies, settings.allProfiles());
        judge = new Judge(rules, keeper, tallies);
        timed = new TimedJudge(keeper, judge);
        silence = new SilenceWatch(rules, keeper);
        findings = new FindingKeeper(rules, keeper);
        minutes = new MinuteMeans(
                keeper,
                new LimitWatch(findings),
                new MultiMetricWatch(keeper, findings),
                new SeriesWatch(keeper, findings));
        counter = new RecordCounter(settings, judge, binder);
        closeDelayMs = settings.time().closeDelayMs();
        idleCloseMs = settings.time().idleCloseMs();
    }

    Judge judge() {
        return judge;
    }

    SilenceWatch silence() {
        return silence;
    }

    FindingKeeper findings() {
        return findings;
    }

    RecordCounter counter() {
        return counter;
    }

    /** Binds a source to the rules, if it is not or its labels have changed. */
    void bindIfStale(SourceState s) {
        binder.bindIfStale(s);
    }

    /** Closes the buckets whose time is over, and judges and learns what was in them. */
    void closeBuckets(SourceState s, long now) {
        while (now >= s.buckets.closesAt(closeDelayMs)) {
            Bucket closed = s.buckets.closeFirst();
            judge.closed(closed);
            minutes.closed(closed);
            if (s.timed != null) {
                s.timed.closed(closed);
            }
            signals.closed(s, closed, now);
            s.deadlineStale = true;
            s.sizeStale = true;
        }
    }

    /** Does what time alone brings about. */
    void settle() {
        judge.settle();
        timed.settle();
        silence.settle();
        findings.settle();
        signals.settle(keeper.source(), keeper.now());
        keeper.settle();
    }

    /** Works out when something is due, as far as that may have changed. */
    void workOutDeadline(SourceState s) {
        if (s.deadlineStale) {
            s.deadlineStale = false;
            s.deadline = Math.min(
                    Math.min(keeper.nextDeadline(), timed.nextDeadline()),
                    Math.min(judge.nextDeadline(), silence.nextDeadline()));
            s.deadline = Math.min(s.deadline, Math.min(findings.nextDeadline(), signals.nextDeadline(s)));
        }
        if (s.timed != null) {
            s.deadline = Math.min(s.deadline, s.timed.nextAt());
        }
        if (s.boundTo == null) {
            // A metric has come that rules about windows look at.
            s.deadline = Math.min(s.deadline, s.clock + 1);
        }
        s.deadline = Math.min(s.deadline, s.buckets.closesAt(idleCloseMs));
    }
}
