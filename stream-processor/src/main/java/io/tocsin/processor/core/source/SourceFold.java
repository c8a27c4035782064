package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.AlertOrder;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.InvalidInputException;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.severity.SeverityScale;
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
    private SourceWatches watches;
    private final SignalWatch signals;
    private final List<RecordCheck> checks;
    private final EvaluationWriter evaluations;
    private final TaskBudget unremarkable;
    private final RecordFacts facts = new RecordFacts();
    private final FieldRole.Memory roles = new FieldRole.Memory();

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
        use(settings.rules());
    }

    /**
     * Goes on by other rules. Each source is bound to them at the next call that is about it: conditions of rules that
     * are gone end then.
     */
    public void use(RuleCatalogue catalogue) {
        rules = Objects.requireNonNull(catalogue, "catalogue");
        tallies.keepOnly(rules);
        watches = new SourceWatches(rules, settings, keeper, signals, tallies);
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
        watches.counter().event(s, o, now, facts);
        if (o.intervalMs() > 0) {
            s.heartbeatIntervalMs = Math.min(o.intervalMs(), LONGEST_INTERVAL_MS);
            s.lastHeartbeatAt = now;
            watches.silence().heartbeatArrived();
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
        watches.counter().line(s, l, now);
        s.deadlineStale |= s.lastLogAt == SourceState.NEVER;
        s.lastLogAt = now;
        watches.silence().logArrived();
        LineChecks.check(l, watches.judge());
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
        say(s, streamTime, out, findings -> {
            boolean did = false;
            for (LogSignal signal : signals) {
                did |= findings.take(signal, text -> settings.mask().mask("message", text));
            }
            return did;
        });
    }

    /** Notes that a record came whose id had been counted before; nothing else of it counts. */
    public void onDuplicate(SourceState s, long streamTime) {
        s.clock = Math.max(s.clock, streamTime);
        s.duplicateCount++;
    }

    /** Does what is due: closes buckets, ends hold times, notices silence. Harmless when nothing is. */
    public void onTick(SourceState s, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        watches.closeBuckets(s, now);
        watches.settle();
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
            watches.closeBuckets(s, now);
            watches.settle();
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
        boolean did = step.test(watches.findings());
        endWithoutRecord(s, now, out);
        return did;
    }

    private long begin(SourceState s, long streamTime, Conclusions out) {
        long now = Math.max(s.clock, streamTime);
        s.clock = now;
        activeAlertsBefore = s.activeAlerts();
        keeper.begin(s, now, out);
        watches.bindIfStale(s);
        return now;
    }

    private long beginRecord(SourceState s, long streamTime, Conclusions out) {
        long now = begin(s, streamTime, out);
        watches.closeBuckets(s, now);
        if (now >= s.deadline) {
            watches.settle();
        }
        keeper.recordActs();
        s.lastSeen = now;
        if (s.timed != null) {
            s.timed.touch(now);
        }
        return now;
    }

    private void runChecks(Observation o) {
        try {
            facts.readRest(o, roles);
            for (int i = 0; i < checks.size(); i++) {
                checks.get(i).check(o, facts, watches.judge());
            }
        } catch (RuntimeException e) {
            // What cannot be judged must not pass for healthy: the rule's advice is the fail-safe decision.
            watches.judge()
                    .report(
                            BuiltInRules.EVALUATION_FAILED.id(),
                            "a check failed with " + e.getClass().getSimpleName());
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
        watches.workOutDeadline(s);
        if (s.sizeStale) {
            s.sizeStale = false;
            s.measure();
        }
        if (changed || s.activeAlerts() != activeAlertsBefore) {
            out.statusChange(s);
        }
    }
}
