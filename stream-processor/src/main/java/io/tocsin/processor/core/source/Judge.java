package io.tocsin.processor.core.source;

import io.tocsin.processor.core.anomaly.Baseline;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.rule.BuiltInRules;
import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.rule.RuleTally;
import io.tocsin.processor.core.rule.RuleVerdict;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.Chance;
import io.tocsin.processor.core.stats.RatioWindow;

/**
 * Holds what is seen of a source against the rules: single values, rates, closed buckets, and what checks of single
 * records found. Works on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class Judge implements RecordCheck.Findings {

    /** Bad ones that make a share. */
    private static final int FEWEST_BAD = 2;
    /** Things before those of the window by which it is known how many bad ones are usual. */
    private static final int KNOWN_BY = 200;

    private static final double USUAL_SHARE = 0.2;

    private final RuleCatalogue catalogue;
    private final ConditionKeeper keeper;
    private final Rule errorRate;
    private final Rule logErrorRate;
    private final Rule zScore;
    private final RuleTallies tallies;
    private final RuleTally errorRateTally;
    private final RuleTally logErrorRateTally;
    private final RuleTally zScoreTally;
    private final double clearFactor;

    Judge(RuleCatalogue catalogue, ConditionKeeper keeper, RuleTallies tallies) {
        this.catalogue = catalogue;
        this.keeper = keeper;
        this.tallies = tallies;
        errorRate = catalogue.byId(BuiltInRules.ERROR_RATE.id());
        logErrorRate = catalogue.byId(BuiltInRules.LOG_ERROR_RATE.id());
        zScore = catalogue.byId(BuiltInRules.Z_SCORE.id());
        errorRateTally = errorRate == null ? null : tallies.of(errorRate);
        logErrorRateTally = logErrorRate == null ? null : tallies.of(logErrorRate);
        zScoreTally = zScore == null ? null : tallies.of(zScore);
        clearFactor = keeper.holds().clearFactor();
    }

    /** Holds a value against the rules of its metric; to be called when it may break one or a condition holds. */
    void value(MetricSlot slot, double raw) {
        for (Watch watch : slot.watches) {
            value(slot, watch, raw);
        }
    }

    private void value(MetricSlot slot, Watch watch, double raw) {
        Rule rule = watch.rule;
        // A ratio that a source reports itself may come as a percentage: what is above 1 cannot be a ratio.
        double value = rule.kind() == Rule.Kind.RATIO && raw > 1 ? raw / 100 : raw;
        Condition condition = watch.condition;
        if (rule.levelOf(value) >= 0) {
            watch.tally.count(RuleVerdict.BREACH);
        }
        if (condition != null) {
            keeper.observed(condition, condition.observe(value, value, Double.NaN, 1, clearFactor, keeper.now()));
        } else if (rule.levelOf(value) >= 0 && keeper.hasRoom()) {
            watch.condition =
                    Condition.ofValue(rule, slot.name, slot.ordinal, value, value, Double.NaN, 1, keeper.now());
            slot.held = true;
            keeper.enter(watch.condition);
        }
    }

    /** Holds the error rate against its rule. */
    void operations() {
        ratio(errorRate, errorRateTally, keeper.source().operations);
    }

    /** Holds the share of error lines against its rule. */
    void logLines() {
        ratio(logErrorRate, logErrorRateTally, keeper.source().logLines);
    }

    /** Judges the metrics of a bucket that has closed, and learns from them. */
    void closed(Bucket bucket) {
        for (int ordinal = 0; ordinal < bucket.metricSlots(); ordinal++) {
            if (bucket.has(ordinal)) {
                MetricSlot slot = keeper.source().metrics.get(ordinal);
                for (Watch watch : slot.watches) {
                    // Counted here and not value by value; those that broke it were counted when they came.
                    watch.tally.countValues(bucket.get(ordinal).moments().count());
                }
                if (zScore == null) {
                    continue;
                }
                // The mean of what only grows is always unusual, and that of status codes means nothing.
                // Few outcomes have no mean either: their rates have rules and detectors of their own.
                if (slot.kind != MetricKind.COUNTER && slot.role != FieldRole.STATUS && !slot.ofOutcomes) {
                    anomaly(slot, bucket.get(ordinal).moments().mean());
                }
            }
        }
    }

    @Override
    public void report(String ruleId, String detail) {
        Rule rule = catalogue.byId(ruleId);
        if (rule == null) {
            return;
        }
        tallies.of(rule).count(RuleVerdict.BREACH);
        Condition condition = keeper.find(rule);
        if (condition == null) {
            if (!keeper.isAbout(rule)) {
                return;
            }
            keeper.enter(Condition.ofFinding(rule, Double.NaN, Double.NaN, detail, keeper.now()));
        } else {
            condition.foundAgain(Double.NaN, Double.NaN, detail, keeper.now());
            keeper.follow(condition);
        }
    }

    /** Does what time alone brings about: things leave the windows of the rates. */
    void settle() {
        SourceState s = keeper.source();
        if (s.operations != null) {
            s.operations.advance(keeper.now());
            operations();
        }
        if (s.logLines != null) {
            s.logLines.advance(keeper.now());
            logLines();
        }
    }

    /** Returns when {@link #settle} must be called next. */
    long nextDeadline() {
        SourceState s = keeper.source();
        return Math.min(rateDeadline(errorRate, s.operations), rateDeadline(logErrorRate, s.logLines));
    }

    private void ratio(Rule rule, RuleTally tally, RatioWindow window) {
        if (rule == null) {
            return;
        }
        Condition condition = keeper.find(rule);
        if (window.total() < rule.minimumSamples()) {
            tally.count(RuleVerdict.NO_DATA);
            if (condition != null) {
                keeper.observed(condition, condition.observeNothing(keeper.now()));
            }
            return;
        }
        double ratio = window.ratio();
        long total = window.total();
        // The share is known from here on, and what leaves the window may change it.
        keeper.source().deadlineStale |= total == rule.minimumSamples();
        tally.count(rule.levelOf(ratio) >= 0 ? RuleVerdict.BREACH : RuleVerdict.OK);
        if (condition != null) {
            keeper.observed(condition, condition.observe(ratio, ratio, Double.NaN, total, clearFactor, keeper.now()));
        } else if (rule.levelOf(ratio) >= 0 && !mayBeChance(rule, window) && keeper.isAbout(rule)) {
            keeper.enter(
                    Condition.ofValue(rule, null, Condition.NO_METRIC, ratio, ratio, Double.NaN, total, keeper.now()));
        }
    }

    /**
     * Returns whether a share of bad ones above the limit says nothing: a single one, or so few that a source which long had
     * a small share of them shows as many now and then. What is usual is no excuse beyond a fifth of the limit.
     */
    private boolean mayBeChance(Rule rule, RatioWindow window) {
        if (window.bad() < FEWEST_BAD) {
            return true;
        }
        SourceState s = keeper.source();
        long before = (rule == errorRate ? s.operationCount : s.logCount) - window.total();
        if (before < KNOWN_BY) {
            return false;
        }
        long bad = (rule == errorRate ? s.errorCount : s.errorLines()) - window.bad();
        double usual = Math.min((bad + 1.0) / before, USUAL_SHARE * rule.lowestLimit());
        return Chance.surprise(window.bad(), usual * window.total()) < Chance.FOR_RATES;
    }

    private void anomaly(MetricSlot slot, double mean) {
        if (slot.baseline == null) {
            slot.baseline = new Baseline();
        }
        Baseline baseline = slot.baseline;
        double z = Math.abs(baseline.zScore(mean, zScore.minimumSamples()));
        if (Double.isNaN(z)) {
            zScoreTally.count(RuleVerdict.NO_DATA);
        } else {
            // Far from usual, but not far beyond what the metric has shown before: worth knowing, no more.
            double value = baseline.isFarBeyondHistory(mean) ? z : Math.min(z, highestLimit(zScore));
            zScoreTally.count(zScore.levelOf(value) >= 0 ? RuleVerdict.BREACH : RuleVerdict.OK);
            Condition condition = slot.anomaly;
            if (condition != null) {
                keeper.observed(
                        condition,
                        condition.observe(value, mean, baseline.mean(), baseline.buckets(), clearFactor, keeper.now()));
            } else if (value > zScore.lowestLimit() && !isToldBesides(slot) && keeper.isAbout(zScore)) {
                slot.anomaly = Condition.ofValue(
                        zScore,
                        slot.name,
                        slot.ordinal,
                        value,
                        mean,
                        baseline.mean(),
                        baseline.buckets(),
                        keeper.now());
                keeper.enter(slot.anomaly);
            }
        }
        baseline.learn(mean);
    }

    /** Whether the same is told of all operations together, or of one of them, already. */
    private boolean isToldBesides(MetricSlot slot) {
        MetricTable metrics = keeper.source().metrics;
        for (int i = 0; i < metrics.size(); i++) {
            MetricSlot other = metrics.get(i);
            if (other.anomaly != null
                    && (MetricSlot.isPart(other.name, slot.name) || MetricSlot.isPart(slot.name, other.name))) {
                return true;
            }
        }
        return false;
    }

    private long rateDeadline(Rule rule, RatioWindow window) {
        if (rule == null || window == null || window.total() == 0) {
            return Long.MAX_VALUE;
        }
        // Without bad ones the share stays 0; with too few it stays unknown, unless that must clear a condition.
        boolean matters = window.bad() > 0 && window.total() >= rule.minimumSamples() || keeper.find(rule) != null;
        return matters ? window.nextChange() : Long.MAX_VALUE;
    }

    private static double highestLimit(Rule rule) {
        return rule.levels().get(rule.levels().size() - 1).limit();
    }
}
