package io.tocsin.processor.core.source;

import io.tocsin.processor.core.forecast.CellHistory;
import io.tocsin.processor.core.forecast.SeriesHistories;
import io.tocsin.processor.core.model.MetricKind;
import io.tocsin.processor.core.stats.Bucket;
import io.tocsin.processor.core.stats.BucketLevel;
import io.tocsin.processor.core.stats.MetricBucket;

/**
 * Makes minutes of closed buckets and steps what is learned by the minute: histories of metrics are loaded once a minute and
 * not with each bucket. A minute closes with the first bucket of a later one. Of a counter the last value counts, of
 * everything else the mean of all samples. Works on the source that its {@link ConditionKeeper} turned to; not thread-safe.
 */
final class MinuteMeans {

    private final ConditionKeeper keeper;
    private final LimitWatch limits;
    private final MultiMetricWatch together;
    private final SeriesWatch alone;

    MinuteMeans(ConditionKeeper keeper, LimitWatch limits, MultiMetricWatch together, SeriesWatch alone) {
        this.keeper = keeper;
        this.limits = limits;
        this.together = together;
        this.alone = alone;
    }

    /** Takes a bucket that has closed. */
    void closed(Bucket bucket) {
        SourceState s = keeper.source();
        long minute = BucketLevel.MINUTE.startOf(bucket.start());
        if (s.openMinute != SourceState.NEVER && minute > s.openMinute) {
            step(s);
        }
        s.openMinute = Math.max(s.openMinute, minute);
        for (int ordinal = 0; ordinal < bucket.metricSlots(); ordinal++) {
            if (bucket.has(ordinal)) {
                take(s.metrics.get(ordinal), bucket.get(ordinal));
            }
        }
    }

    private static void take(MetricSlot slot, MetricBucket values) {
        // Status codes have no mean.
        if (slot.role == FieldRole.STATUS) {
            return;
        }
        if (slot.kind == MetricKind.COUNTER) {
            slot.minuteValue = values.last();
            slot.minuteSamples = 1;
            return;
        }
        long samples = values.moments().count();
        double mean = Math.max(
                -CellHistory.MOST, Math.min(CellHistory.MOST, values.moments().mean()));
        slot.minuteSamples += samples;
        slot.minuteValue += (mean - slot.minuteValue) * samples / slot.minuteSamples;
    }

    private void step(SourceState s) {
        together.minuteClosed(s.openMinute);
        alone.minuteClosed(s.openMinute);
        SeriesHistories histories = s.learned.get(SeriesHistories.KIND);
        for (int ordinal = 0; ordinal < s.metrics.size(); ordinal++) {
            MetricSlot slot = s.metrics.get(ordinal);
            if (slot.minuteSamples == 0) {
                continue;
            }
            boolean closed = slot.kind == MetricKind.COUNTER
                    ? histories.total(slot.name, s.openMinute, slot.minuteValue)
                    : histories.mean(slot.name, s.openMinute, slot.minuteValue);
            slot.minuteSamples = 0;
            slot.minuteValue = 0;
            if (closed) {
                limits.cellClosed(slot, histories.find(slot.name));
            }
        }
    }
}
