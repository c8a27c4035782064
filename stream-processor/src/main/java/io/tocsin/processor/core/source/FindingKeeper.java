package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.logs.LogSignal;
import io.tocsin.processor.core.model.Evidence;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Opens and closes the findings of a source. While one is open it is a condition of every rule that is about it, so that
 * severity, reasons and alerts follow; without such a rule it is recorded only. At most one is open of a kind, detector and
 * subject, and at most {@value #MOST} of a source. Works on the source that its {@link ConditionKeeper} turned to; not
 * thread-safe.
 */
final class FindingKeeper {

    /** Findings of one source that are open at a time; further ones are not opened until one closes. */
    static final int MOST = 64;

    private final RuleCatalogue catalogue;
    private final ConditionKeeper keeper;

    FindingKeeper(RuleCatalogue catalogue, ConditionKeeper keeper) {
        this.catalogue = catalogue;
        this.keeper = keeper;
    }

    /** Returns whether a finding is open. */
    boolean isOpen(String kind, String detector, String subject) {
        return find(kind, detector, subject) != null;
    }

    /**
     * Says that something was found: opens a finding, or prolongs the one that is open, whose evidence becomes the new one
     * when that is worse.
     *
     * @param ordinal ordinal of the metric that it is about, or {@link Condition#NO_METRIC}
     * @param since when it began
     * @param holdMs how long it stays open unless it is found again or {@linkplain #close closed}
     * @return whether a finding was opened
     */
    boolean found(
            String kind, String detector, String subject, int ordinal, long since, long holdMs, Evidence evidence) {
        SourceState s = keeper.source();
        long now = keeper.now();
        OpenFinding open = find(kind, detector, subject);
        boolean opens = open == null;
        if (opens) {
            if (s.findings.size() >= MOST) {
                return false;
            }
            long start = Math.min(since, now);
            Finding finding = new Finding(
                    id(s, kind, detector, subject, start, now),
                    s.id,
                    kind,
                    detector,
                    subject,
                    Finding.State.OPEN,
                    start,
                    now,
                    evidence);
            open = new OpenFinding(finding, ordinal, now + holdMs);
            s.findings.add(open);
            if (ordinal != Condition.NO_METRIC) {
                s.metrics.get(ordinal).findings++;
            }
            s.sizeStale = true;
            keeper.out().finding(finding);
        } else {
            open.expiresAt = now + holdMs;
            if (evidence.score() > open.finding.evidence().score()) {
                open.finding = open.finding.with(evidence);
            }
        }
        s.deadlineStale = true;
        condition(open, evidence);
        return opens;
    }

    /**
     * Takes what was unusual about a template of log lines.
     *
     * @param mask hides what a line may have said that nobody must read
     * @return whether a finding was opened or closed
     */
    boolean take(LogSignal signal, UnaryOperator<String> mask) {
        return signal.begins()
                ? found(
                        signal.kind(),
                        LogSignal.DETECTOR,
                        signal.templateId(),
                        Condition.NO_METRIC,
                        signal.since(),
                        signal.holdMs(),
                        signal.evidence().withText(mask.apply(signal.evidence().text())))
                : close(signal.kind(), LogSignal.DETECTOR, signal.templateId());
    }

    /** Closes a finding; returns whether one was open. */
    boolean close(String kind, String detector, String subject) {
        OpenFinding open = find(kind, detector, subject);
        if (open != null) {
            close(open);
        }
        return open != null;
    }

    /** Closes what was not found again for long enough. */
    void settle() {
        List<OpenFinding> findings = keeper.source().findings;
        for (int i = findings.size() - 1; i >= 0; i--) {
            if (keeper.now() >= findings.get(i).expiresAt) {
                close(findings.get(i));
            }
        }
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        List<OpenFinding> findings = keeper.source().findings;
        long next = Long.MAX_VALUE;
        for (int i = 0; i < findings.size(); i++) {
            next = Math.min(next, findings.get(i).expiresAt);
        }
        return next;
    }

    private OpenFinding find(String kind, String detector, String subject) {
        List<OpenFinding> findings = keeper.source().findings;
        for (int i = 0; i < findings.size(); i++) {
            if (findings.get(i).is(kind, detector, subject)) {
                return findings.get(i);
            }
        }
        return null;
    }

    private void close(OpenFinding open) {
        SourceState s = keeper.source();
        s.findings.remove(open);
        if (open.ordinal != Condition.NO_METRIC) {
            s.metrics.get(open.ordinal).findings--;
        }
        s.sizeStale = true;
        s.deadlineStale = true;
        keeper.out().finding(open.finding.closed(keeper.now()));
        for (Rule rule : catalogue.byFinding(open.finding.kind())) {
            Condition condition = isAbout(rule, open) ? s.conditions.find(rule, open.ordinal) : null;
            if (condition != null && !isElsewhere(rule, open)) {
                condition.arrived(keeper.now());
                keeper.follow(condition);
            }
        }
    }

    private static boolean isAbout(Rule rule, OpenFinding open) {
        return rule.finding().matches(open.finding.detector(), open.finding.subject());
    }

    private void condition(OpenFinding open, Evidence evidence) {
        for (Rule rule : catalogue.byFinding(open.finding.kind())) {
            if (isAbout(rule, open)) {
                condition(rule, open, evidence);
            }
        }
    }

    private void condition(Rule rule, OpenFinding open, Evidence evidence) {
        SourceState s = keeper.source();
        Condition condition = s.conditions.find(rule, open.ordinal);
        boolean grave = rule.finding().looksAhead() || evidence.score() >= rule.lowestLimit();
        if (condition == null && (!grave || !keeper.hasRoom() || !keeper.isAbout(rule))) {
            return;
        }
        if (condition == null) {
            String metric = open.ordinal == Condition.NO_METRIC ? null : s.metrics.get(open.ordinal).name;
            keeper.enter(Condition.ofEpisode(rule, metric, open.ordinal, evidence, keeper.now()));
        } else {
            keeper.observed(condition, condition.goesOn(evidence, keeper.now()));
        }
    }

    /** Returns whether another open finding holds the same condition. */
    private boolean isElsewhere(Rule rule, OpenFinding open) {
        for (OpenFinding other : keeper.source().findings) {
            if (other.ordinal == open.ordinal
                    && other.finding.kind().equals(open.finding.kind())
                    && isAbout(rule, other)) {
                return true;
            }
        }
        return false;
    }

    private static String id(SourceState s, String kind, String detector, String subject, long since, long at) {
        return Fingerprint.text(Fingerprint.of(Map.of(
                "tenant", s.id.tenant(),
                "environment", s.id.environment(),
                "source", s.id.name(),
                "kind", kind,
                "detector", detector,
                "subject", subject,
                "since", Long.toString(since),
                "at", Long.toString(at))));
    }
}
