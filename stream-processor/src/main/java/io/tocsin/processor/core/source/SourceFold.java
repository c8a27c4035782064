package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.severity.SeverityScale;
import io.tocsin.processor.core.stats.Bucket;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;

/**
 * The fold of a source: what a record does to its state, and what follows. One per task; not thread-safe. Every method
 * checks its input before it changes anything: {@link InvalidInputException} leaves the state as it was. Stream time does
 * not go back; where it does, the latest one counts. In the steady state a record allocates nothing.
 *
 * <p>Order within a call: what time has brought about since the last one, as if a tick had come first; then the counts
 * and the rules about the record; then verdict, evaluation log and {@link Conclusions#statusChange}.
 */
public final class SourceFold {

    /** A promise beyond a year is none. */
    private static final long LONGEST_INTERVAL_MS = 366L * 86_400_000;

    private final SourceFoldSettings settings;
    private final SeverityScale scale;
    private final ConditionKeeper keeper;
    private final RuleTallies tallies;
    private RuleCatalogue rules;
    private RuleBinder binder;
    private Judge judge;
    private TimedJudge timed;
    private SilenceWatch silence;
    private FindingKeeper findings;
    private MinuteMeans minutes;
    private final SignalWatch signals;
    private RecordCounter counter;
    private final List<RecordCheck> checks;
    private final EvaluationWriter evaluations;
    private final TaskBudget unremarkable;
    private final RecordFacts facts = new RecordFacts();
    private final FieldRole.Memory roles = new FieldRole.Memory();
    private final long closeDelayMs;
    private final long idleCloseMs;

    private int activeAlertsBefore;

    /** Makes a fold. */
    public SourceFold(SourceFoldSettings settings) {
        this(settings, List.of(new OutputChecks()), new RuleTallies());
    }

    /**
     * Makes a fold.
     *
     * @param tallies count how often rules say what
     */
    public SourceFold(SourceFoldSettings settings, RuleTallies tallies) {
        this(settings, List.of(new OutputChecks()), tallies);
    }

    SourceFold(SourceFoldSettings settings, List<RecordCheck> checks) {
        this(settings, checks, new RuleTallies());
    }

    private SourceFold(SourceFoldSettings settings, List<RecordCheck> checks, RuleTallies tallies) {
        this.tallies = Objects.requireNonNull(tallies, "tallies");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.checks = List.copyOf(checks);
        scale = new SeverityScale(
                settings.severity().warningScore(), settings.severity().criticalScore());
        keeper = new ConditionKeeper(settings, tallies);
        signals = new SignalWatch(settings.signals());
        evaluations = new EvaluationWriter(settings);
        unremarkable = new TaskBudget(settings.evaluations().unremarkablePerSecond());
        closeDelayMs = settings.time().closeDelayMs();
        idleCloseMs = settings.time().idleCloseMs();
        use(settings.rules());
    }

    /**
     * Goes on by other rules. Each source is bound to them at the next call that is about it: conditions of rules that
     * are gone end then.
     */
    public void use(RuleCatalogue catalogue) {
        rules = Objects.requireNonNull(catalogue, "catalogue");
        tallies.keepOnly(rules);
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
    }

    /**
     * Binds a source to the rules that this fold goes by, if it is not: conditions of rules that are gone end.
     *
     * @return whether that changed what is stored of it; its deadline may have changed in any case
     */
    public boolean rebind(SourceState s, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        endWithoutRecord(s, now, out);
        return keeper.changed() || keeper.released();
    }

    /** Forgets what a source is bound to, as before it leaves memory; its state is not changed. */
    public void release(SourceState s) {
        RuleBinder.release(s);
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
        InputRules.check(o);
        long now = beginRecord(s, streamTime, out);
        facts.clear();
        counter.event(s, o, now, facts);
        if (o.intervalMs() > 0) {
            s.heartbeatIntervalMs = Math.min(o.intervalMs(), LONGEST_INTERVAL_MS);
            s.lastHeartbeatAt = now;
            silence.heartbeatArrived();
            s.deadlineStale = true;
        }
        runChecks(o);
        signals.event(s, o, facts, now);
        boolean first = s.status() == Health.UNKNOWN;
        boolean changed = conclude(s, now);
        s.eventsByStatus[s.status().ordinal()]++;
        s.severitySum += s.severityScore();
        if (changed && !first || mayEvaluate(s, now)) {
            emit(s, evaluations.ofEvent(s, o, now), now, out);
        } else {
            s.evaluations.fold();
        }
        end(s, changed, out);
    }

    /**
     * Folds a log line, whose id is known to be new.
     *
     * @param streamTime append time of the record: epoch milliseconds
     * @throws InvalidInputException when the line breaks its contract
     */
    public void onLogLine(SourceState s, LogLine l, long streamTime, Conclusions out) {
        InputRules.check(l);
        long now = beginRecord(s, streamTime, out);
        counter.line(s, l, now);
        s.deadlineStale |= s.lastLogAt == SourceState.NEVER;
        s.lastLogAt = now;
        silence.logArrived();
        checkLine(l);
        signals.line(s, l, now);
        boolean first = s.status() == Health.UNKNOWN;
        boolean changed = conclude(s, now);
        if (changed && !first) {
            emit(s, evaluations.ofLogLine(s, l, now), now, out);
        }
        end(s, changed, out);
    }

    /**
     * Checks a log line without folding it.
     *
     * @throws InvalidInputException when the line breaks its contract
     */
    public void requireValid(LogLine l) {
        InputRules.check(l);
    }

    /** Takes what was unusual about the templates of a source's log lines: findings open, go on, and close. */
    public void onLogSignals(SourceState s, List<LogSignal> signals, long streamTime, Conclusions out) {
        say(s, streamTime, out, keeperOfFindings -> {
            boolean did = false;
            for (LogSignal signal : signals) {
                did |= signal.begins()
                        ? keeperOfFindings.found(
                                signal.kind(),
                                LogSignal.DETECTOR,
                                signal.templateId(),
                                Condition.NO_METRIC,
                                signal.since(),
                                signal.holdMs(),
                                masked(signal.evidence()))
                        : keeperOfFindings.close(signal.kind(), LogSignal.DETECTOR, signal.templateId());
            }
            return did;
        });
    }

    /** Returns evidence without what a line may have said that nobody must read. */
    private Evidence masked(Evidence e) {
        return new Evidence(
                e.score(),
                e.seen(),
                e.expected(),
                e.lower(),
                e.upper(),
                e.samples(),
                e.confidence(),
                settings.mask().mask("message", e.text()),
                e.contributions());
    }

    /** Notes that a record came whose id had been counted before; nothing else of it counts. */
    public void onDuplicate(SourceState s, long streamTime) {
        s.clock = Math.max(s.clock, streamTime);
        s.duplicateCount++;
    }

    /** Does what is due: closes buckets, ends hold times, notices silence. Harmless when nothing is. */
    public void onTick(SourceState s, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        closeBuckets(s, now);
        settle();
        endWithoutRecord(s, now, out);
    }

    /**
     * Carries out what a person asks of an alert. The same id twice acts once; an order that does not fit the alert's
     * phase, or is about an alert that the source does not have, changes nothing.
     *
     * @return whether the order did something
     * @throws InvalidInputException when the order names no fingerprint
     */
    public boolean onCommand(SourceState s, AlertOrder order, long streamTime, Conclusions out) {
        try {
            Fingerprint.parse(order.fingerprint());
        } catch (IllegalArgumentException e) {
            throw new InvalidInputException("fingerprint " + e.getMessage());
        }
        long now = begin(s, streamTime, out);
        if (now >= s.deadline) {
            closeBuckets(s, now);
            settle();
        }
        boolean done = keeper.order(order);
        endWithoutRecord(s, now, out);
        return done;
    }

    /**
     * Takes word of a condition that something else watches: the source's alert about it begins or ends. It says nothing
     * of the health of the source, which its own rules judge.
     *
     * @return whether the notice was new
     */
    public boolean onNotice(SourceState s, AlertNotice notice, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        boolean done = keeper.notice(notice);
        endWithoutRecord(s, now, out);
        return done;
    }

    /**
     * Takes word of the incident that an alert of the source belongs to.
     *
     * @return whether it was new
     */
    public boolean onJoin(SourceState s, AlertJoin join, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        boolean done = keeper.join(join);
        endWithoutRecord(s, now, out);
        return done;
    }

    /** Lets a detector that is not part of the fold say what it found, and returns whether that was news. */
    boolean say(SourceState s, long streamTime, Conclusions out, Predicate<FindingKeeper> step) {
        long now = begin(s, streamTime, out);
        boolean did = step.test(findings);
        endWithoutRecord(s, now, out);
        return did;
    }

    private long begin(SourceState s, long streamTime, Conclusions out) {
        long now = Math.max(s.clock, streamTime);
        s.clock = now;
        activeAlertsBefore = s.activeAlerts();
        keeper.begin(s, now, out);
        binder.bindIfStale(s);
        return now;
    }

    private long beginRecord(SourceState s, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        closeBuckets(s, now);
        if (now >= s.deadline) {
            settle();
        }
        keeper.recordActs();
        s.lastSeen = now;
        if (s.timed != null) {
            s.timed.touch(now);
        }
        return now;
    }

    private void closeBuckets(SourceState s, long now) {
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

    private void settle() {
        judge.settle();
        timed.settle();
        silence.settle();
        findings.settle();
        signals.settle(keeper.source(), keeper.now());
        keeper.settle();
    }

    private void runChecks(Observation o) {
        try {
            facts.readRest(o, roles);
            for (int i = 0; i < checks.size(); i++) {
                checks.get(i).check(o, facts, judge);
            }
        } catch (RuntimeException e) {
            // What cannot be judged must not pass for healthy: the rule's advice is the fail-safe decision.
            judge.report(
                    BuiltInRules.EVALUATION_FAILED.id(),
                    "a check failed with " + e.getClass().getSimpleName());
        }
    }

    private void checkLine(LogLine l) {
        Level level = l.level();
        boolean mayShowException = level == Level.UNKNOWN || level.compareTo(Level.WARN) >= 0;
        if (level == Level.FATAL) {
            judge.report(BuiltInRules.LOG_CRITICAL.id(), "a log line of level FATAL");
        } else if (mayShowException && TextScan.showsException(l.message())) {
            judge.report(BuiltInRules.LOG_CRITICAL.id(), "a log line with an exception");
        }
    }

    /** Makes the verdict anew if need be; returns whether it changed. */
    private boolean conclude(SourceState s, long now) {
        Health before = s.status();
        if (!keeper.changed() && before != Health.UNKNOWN) {
            return false;
        }
        s.verdict = Verdict.of(s.conditions, scale, rules);
        s.verdictVersion++;
        if (s.status() != before) {
            s.changedAt = now;
        }
        return true;
    }

    private boolean mayEvaluate(SourceState s, long now) {
        return s.evaluations.has(settings.evaluations(), now)
                && (s.status() != Health.NORMAL || unremarkable.take(now));
    }

    private void emit(SourceState s, EvaluationEntry entry, long now, Conclusions out) {
        s.evaluations.take(settings.evaluations(), now);
        out.evaluation(entry);
    }

    private void endWithoutRecord(SourceState s, long now, Conclusions out) {
        boolean changed = keeper.changed() && conclude(s, now);
        if (changed) {
            emit(s, evaluations.ofTick(s, now), now, out);
        }
        end(s, changed, out);
    }

    private void end(SourceState s, boolean changed, Conclusions out) {
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
        if (s.sizeStale) {
            s.sizeStale = false;
            s.measure();
        }
        if (changed || s.activeAlerts() != activeAlertsBefore) {
            out.statusChange(s);
        }
    }
}
