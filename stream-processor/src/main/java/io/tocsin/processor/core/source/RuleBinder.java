package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.Condition;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleTallies;
import io.tocsin.processor.core.rule.Statistic;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.BucketReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Binds the rules of a catalogue to a source: to its metrics, to windows over them, to the conditions that hold already.
 * Conditions whose rule is gone, is about other sources now, or would not be broken by the latest value any more, end. Works
 * on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class RuleBinder {

    private final RuleCatalogue catalogue;
    private final ConditionKeeper keeper;
    private final RuleTallies tallies;
    private final List<DetectionProfile> profiles;
    private final boolean looksAtLabels;
    private final StoredBuckets stored = new StoredBuckets();

    RuleBinder(RuleCatalogue catalogue, ConditionKeeper keeper, RuleTallies tallies, List<DetectionProfile> profiles) {
        this.profiles = profiles;
        looksAtLabels = catalogue.looksAtLabels()
                || profiles.stream().anyMatch(profile -> profile.selector().looksAtLabels());
        this.catalogue = catalogue;
        this.keeper = keeper;
        this.tallies = tallies;
    }

    /** Binds the source anew if the rules, or the labels that they look at, have changed since it was last bound. */
    void bindIfStale(SourceState s) {
        if (s.boundTo != catalogue || s.boundLabels != s.labels && looksAtLabels) {
            bind(s);
        }
    }

    /** Binds the rules about single values to a new metric. The others follow at the next record or tick. */
    void bind(SourceState s, MetricSlot slot) {
        slot.bind(catalogue, tallies, s);
        if (s.timed != null) {
            s.timed.forget(slot.ordinal);
        }
        if (catalogue.isTimedAbout(slot.name)) {
            s.boundTo = null;
        }
    }

    /** Forgets what is bound, as before a source leaves memory. */
    static void release(SourceState s) {
        if (s.timed != null) {
            for (TimedRule bound : s.timed.rules()) {
                bound.say(null);
            }
            s.timed = null;
            s.boundTo = null;
        }
    }

    private void bind(SourceState s) {
        for (int i = 0; i < s.conditions.size(); ) {
            i += goesOn(s, s.conditions.get(i)) ? 1 : 0;
        }
        keeper.release(catalogue);
        for (int i = 0; i < s.metrics.size(); i++) {
            s.metrics.get(i).bind(catalogue, tallies, s);
        }
        if (s.timed != null) {
            for (TimedRule bound : s.timed.rules()) {
                bound.say(null);
            }
        }
        boolean wasTimed = s.timed != null;
        s.timed = timed(s);
        s.detection = DetectionProfile.first(profiles, s.id, s.labels);
        s.boundTo = catalogue;
        s.boundLabels = s.labels;
        s.deadlineStale |= wasTimed || s.timed != null;
        s.sizeStale = true;
    }

    /** Brings a condition under the present version of its rule; returns whether it goes on. */
    private boolean goesOn(SourceState s, Condition condition) {
        Rule known = condition.rule();
        Rule rule = catalogue.byId(known.id());
        if (rule == known && !condition.isOutdated() && rule.selector().matches(s.id, s.labels)) {
            return true;
        }
        boolean goesOn = rule != null && rule.selector().matches(s.id, s.labels) && condition.adopt(rule);
        if (goesOn) {
            keeper.adopted(condition);
        } else {
            keeper.leave(condition, rule == null ? "the rule is gone" : "the rule was changed");
        }
        return goesOn;
    }

    private TimedRules timed(SourceState s) {
        TimedRules timed = null;
        List<TimedRule> rules = new ArrayList<>();
        for (Rule rule : catalogue.timed()) {
            if (rule.selector().matches(s.id, s.labels) && isAbout(s, rule)) {
                timed = timed == null ? new TimedRules(keeper.now(), s.timed) : timed;
                rules.add(bound(s, timed, rule));
            }
        }
        if (timed != null) {
            timed.take(rules);
            fill(s, timed);
        }
        return timed;
    }

    /** Returns whether a source has anything that the rule looks at. */
    private static boolean isAbout(SourceState s, Rule rule) {
        List<Statistic> statistics = rule.statistic() != null
                ? List.of(rule.statistic())
                : rule.expression().statistics();
        boolean ofMetrics = false;
        for (Statistic statistic : statistics) {
            if (statistic.metric() != null) {
                ofMetrics = true;
                if (s.metrics.find(statistic.metric()) != null) {
                    return true;
                }
            }
        }
        return !ofMetrics;
    }

    private TimedRule bound(SourceState s, TimedRules timed, Rule rule) {
        if (rule.statistic() != null) {
            String metric = rule.statistic().metric();
            MetricSlot slot = metric == null ? null : s.metrics.find(metric);
            TimedRule bound = new TimedRule(
                    rule, tallies.of(rule), slot, new BoundStatistic[] {timed.bind(rule.statistic(), slot)});
            bound.condition = s.conditions.find(rule, slot == null ? Condition.NO_METRIC : slot.ordinal);
            return bound;
        }
        List<Statistic> statistics = rule.expression().statistics();
        BoundStatistic[] bindings = new BoundStatistic[statistics.size()];
        for (int i = 0; i < bindings.length; i++) {
            String metric = statistics.get(i).metric();
            bindings[i] = timed.bind(statistics.get(i), metric == null ? null : s.metrics.find(metric));
        }
        TimedRule bound = new TimedRule(rule, tallies.of(rule), null, bindings);
        bound.condition = s.conditions.find(rule, Condition.NO_METRIC);
        return bound;
    }

    /** Tells the windows what was before them: as much as the stored buckets and those in memory know. */
    private void fill(SourceState s, TimedRules timed) {
        if (!timed.hasFresh()) {
            return;
        }
        if (s.history != null) {
            BucketReader history = s.history.get();
            for (BucketLevel level : BucketLevel.values()) {
                if (timed.uses(level)) {
                    Map<Long, Bucket> buckets = new TreeMap<>();
                    long span = level.lengthMs() * level.slots();
                    stored.mergeInto(
                            history,
                            level,
                            keeper.now() - span,
                            keeper.now() + span,
                            start -> buckets.computeIfAbsent(start, at -> new Bucket(at, s.metrics.size())));
                    if (level == BucketLevel.QUARTER) {
                        unfed(s, history, buckets);
                    }
                    buckets.values().forEach(bucket -> timed.stored(bucket, level));
                }
            }
        }
        s.buckets.closed().forEach(timed::stored);
        s.buckets.late().forEach(timed::stored);
        timed.filled();
    }

    /** Adds the minute that its quarter does not know yet. */
    private void unfed(SourceState s, BucketReader history, Map<Long, Bucket> quarters) {
        long minute = s.buckets.unfedMinute;
        if (minute != LiveBuckets.NO_MINUTE) {
            stored.mergeOne(
                    history,
                    BucketLevel.MINUTE,
                    minute,
                    minute,
                    minute,
                    start -> quarters.computeIfAbsent(
                            BucketLevel.QUARTER.startOf(start), at -> new Bucket(at, s.metrics.size())));
        }
    }
}
