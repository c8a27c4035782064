package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.Words;

/**
 * Notices that nothing comes: no log line from a source that logs, for longer than the rule says and than the source's
 * {@link LogRhythm own rhythm} explains; no heartbeat from one that promised the next. A day after it was reported nobody
 * expects anything any more, until the next one comes. Not thread-safe.
 */
final class SilenceWatch {

    private static final long FORGOTTEN_AFTER_MS = 24 * 3_600_000L;
    private static final double GRACE = 0.1;

    private final ConditionKeeper keeper;
    private final Rule logs;
    private final Rule heartbeats;

    SilenceWatch(RuleCatalogue catalogue, ConditionKeeper keeper) {
        this.keeper = keeper;
        logs = catalogue.byId(BuiltInRules.LOG_SILENCE.id());
        heartbeats = catalogue.byId(BuiltInRules.HEARTBEAT_MISSING.id());
    }

    /** Says that a log line has come, the first or a further one. */
    void logArrived() {
        if (logs != null) {
            SourceState s = keeper.source();
            s.deadlineStale |= s.logRhythm.line(keeper.now(), floor());
        }
        arrived(logs);
    }

    /** Says that a heartbeat has come. */
    void heartbeatArrived() {
        arrived(heartbeats);
    }

    /** Looks for what should have come. */
    void settle() {
        SourceState s = keeper.source();
        if (logs != null && s.lastLogAt != SourceState.NEVER && isForgotten(logs, s.lastLogAt, logLimit(s))) {
            s.lastLogAt = SourceState.NEVER;
        }
        if (heartbeats != null
                && s.lastHeartbeatAt != SourceState.NEVER
                && isForgotten(heartbeats, s.lastHeartbeatAt, heartbeatLimit(s))) {
            s.lastHeartbeatAt = SourceState.NEVER;
        }
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        SourceState s = keeper.source();
        long next = Long.MAX_VALUE;
        if (logs != null && s.lastLogAt != SourceState.NEVER) {
            next = deadline(logs, s.lastLogAt, logLimit(s));
        }
        if (heartbeats != null && s.lastHeartbeatAt != SourceState.NEVER) {
            next = Math.min(next, deadline(heartbeats, s.lastHeartbeatAt, heartbeatLimit(s)));
        }
        return next;
    }

    private void arrived(Rule rule) {
        Condition condition = rule == null ? null : keeper.find(rule);
        if (condition != null && !condition.isClearing(keeper.holds(), keeper.now())) {
            condition.arrived(keeper.now());
            keeper.follow(condition);
        }
    }

    /** Reports a silence that is too long; returns whether it is so long that nothing is expected any more. */
    private boolean isForgotten(Rule rule, long last, long limit) {
        long gap = keeper.now() - last;
        if (gap < limit) {
            return false;
        }
        Condition condition = keeper.find(rule);
        if (gap >= limit + FORGOTTEN_AFTER_MS) {
            if (condition != null) {
                keeper.leave(condition);
            }
            return true;
        }
        if (condition == null) {
            if (!keeper.isAbout(rule)) {
                return true;
            }
            keeper.enter(Condition.ofFinding(rule, gap, shown(rule, limit), detail(rule), keeper.now()));
        } else if (condition.isClearing(keeper.holds(), keeper.now())) {
            condition.foundAgain(gap, shown(rule, limit), detail(rule), keeper.now());
            keeper.follow(condition);
        }
        return false;
    }

    /** Returns the limit without the grace, which nobody needs to hear of. */
    private double shown(Rule rule, long limit) {
        return rule == heartbeats ? rule.lowestLimit() * keeper.source().heartbeatIntervalMs : limit;
    }

    private String detail(Rule rule) {
        return rule == heartbeats
                ? "one was promised every " + Words.duration(keeper.source().heartbeatIntervalMs)
                : null;
    }

    private long deadline(Rule rule, long last, long limit) {
        Condition condition = keeper.find(rule);
        boolean reported = condition != null && !condition.isClearing(keeper.holds(), keeper.now());
        return limit == Long.MAX_VALUE ? limit : last + limit + (reported ? FORGOTTEN_AFTER_MS : 0);
    }

    private long floor() {
        return (long) logs.lowestLimit();
    }

    private long logLimit(SourceState s) {
        return s.logRhythm.limit(floor());
    }

    /** What comes just in time is not missing: a tenth of an interval is grace. */
    private long heartbeatLimit(SourceState s) {
        return (long) ((heartbeats.lowestLimit() + GRACE) * s.heartbeatIntervalMs);
    }
}
