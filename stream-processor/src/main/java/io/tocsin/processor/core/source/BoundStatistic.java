package io.tocsin.processor.core.source;

import io.tocsin.processor.core.rule.Aggregation;
import io.tocsin.processor.core.rule.Statistic;
import io.tocsin.processor.core.stats.ActivityWindow;
import io.tocsin.processor.core.stats.MetricWindow;
import io.tocsin.processor.core.stats.Moments;

/** A statistic of one source, bound to the window that knows it. Its window must have been prepared. */
final class BoundStatistic {

    private final Aggregation aggregation;
    private final MetricWindow metric;
    private final ActivityWindow activity;

    /**
     * Binds a statistic.
     *
     * @param metric window of the metric; null when the source does not have it, or it is about none
     * @param activity window of what the source does; null when it is about a metric
     */
    BoundStatistic(Statistic statistic, MetricWindow metric, ActivityWindow activity) {
        this.aggregation = statistic.aggregation();
        this.metric = metric;
        this.activity = activity;
    }

    /** Returns the number of samples behind the value. */
    long samples() {
        if (activity == null) {
            return metric == null ? 0 : metric.moments().count();
        }
        switch (aggregation) {
            case ERROR_RATE:
            case OPERATIONS:
            case ERRORS:
                return activity.operations();
            case LOGS:
            case LOG_ERRORS:
            case LOG_ERROR_RATE:
                return activity.logs();
            case EVENTS:
                return activity.events();
            default:
                return activity.events() + activity.logs();
        }
    }

    /** Returns the value; NaN when there is none. */
    double value() {
        return activity == null ? metric == null ? Double.NaN : ofMetric() : ofActivity();
    }

    private double ofMetric() {
        Moments moments = metric.moments();
        switch (aggregation) {
            case LAST:
                return metric.last();
            case MEAN:
                return moments.mean();
            case MIN:
                return moments.min();
            case MAX:
                return moments.max();
            case COUNT:
                return moments.count();
            case RATE:
                return moments.count() / metric.seconds();
            case SUM:
                return moments.sum();
            case STDDEV:
                return moments.deviation();
            case SLOPE:
                return moments.slope();
            default:
                return metric.quantile(aggregation.share());
        }
    }

    private double ofActivity() {
        switch (aggregation) {
            case ERROR_RATE:
                return share(activity.errors(), activity.operations());
            case THROUGHPUT:
                return (activity.events() + activity.logs()) / activity.seconds();
            case EVENTS:
                return activity.events();
            case OPERATIONS:
                return activity.operations();
            case ERRORS:
                return activity.errors();
            case LOGS:
                return activity.logs();
            case LOG_ERRORS:
                return activity.logErrors();
            default:
                return share(activity.logErrors(), activity.logs());
        }
    }

    private static double share(long part, long whole) {
        return whole == 0 ? Double.NaN : (double) part / whole;
    }
}
