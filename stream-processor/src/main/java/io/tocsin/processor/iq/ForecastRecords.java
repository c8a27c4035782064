package io.tocsin.processor.iq;

import io.tocsin.processor.core.forecast.CellHistory;
import io.tocsin.processor.core.forecast.Forecast;
import io.tocsin.processor.core.forecast.Forecaster;
import io.tocsin.processor.core.forecast.LimitCrossing;
import io.tocsin.processor.core.forecast.LimitForecast;
import io.tocsin.processor.core.forecast.NoForecast;
import io.tocsin.processor.core.forecast.Outlook;
import io.tocsin.processor.core.forecast.SeriesHistories;
import io.tocsin.processor.core.model.Finding;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.schemas.LimitAhead;
import io.tocsin.schemas.MetricForecast;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes records of forecasts. Limits are looked for as far as a day, and as far as the horizon when that is farther. */
final class ForecastRecords {

    private final RuleCatalogue rules;
    private final long horizonMs;
    private final Double limit;

    /**
     * Makes one for a question.
     *
     * @param rules rules whose limits are of interest
     * @param horizonMs how far ahead the points go
     * @param limit a limit that is asked for, or null
     */
    ForecastRecords(RuleCatalogue rules, long horizonMs, Double limit) {
        this.rules = rules;
        this.horizonMs = horizonMs;
        this.limit = limit;
    }

    /** Returns the forecast of a metric that has a history. */
    MetricForecast of(SeriesHistories histories, String metric, long streamTime) {
        CellHistory history = histories.find(metric);
        // What was silent since is a gap in the history, up to the cell that is open now.
        history.advance(streamTime);
        long step = history.cellLength();
        int shown = (int) Math.max(1, Math.min(Forecaster.MOST_STEPS, horizonMs / step));
        int steps = (int) Math.min(Forecaster.MOST_STEPS, Math.max(shown, LimitForecast.HORIZON_MS / step));
        double last = history.last();
        MetricForecast.Builder record = MetricForecast.newBuilder()
                .setMetric(metric)
                .setFrom(history.end())
                .setStepMs(step)
                .setCurrent(Double.isNaN(last) ? null : last)
                .setPerSecond(histories.isRate(metric));
        Outlook outlook = Forecaster.forecast(history, steps);
        if (outlook instanceof NoForecast none) {
            return record.setReason(none.reason()).build();
        }
        Forecast forecast = (Forecast) outlook;
        return record.setMean(list(forecast.mean(), shown))
                .setLower(list(forecast.lower(), shown))
                .setUpper(list(forecast.upper(), shown))
                .setSlopePerHour(forecast.slopePerStep() * (3_600_000.0 / step))
                .setSeasonal(forecast.seasonal())
                .setSamples(forecast.samples())
                .setLimits(limits(forecast, metric, last, step))
                .build();
    }

    private List<LimitAhead> limits(Forecast forecast, String metric, double current, long step) {
        List<LimitAhead> limits = new ArrayList<>();
        if (limit != null) {
            limits.add(record(LimitCrossing.of(forecast, current, limit), null, step));
        }
        for (Rule rule : rules.byMetric(metric)) {
            for (RuleLevel level : rule.levels()) {
                limits.add(record(LimitCrossing.of(forecast, current, level.limit()), rule.id(), step));
            }
        }
        LimitForecast watched = LimitForecast.of(metric);
        if (watched != null) {
            limits.add(record(LimitCrossing.of(forecast, current, watched.limit()), Finding.LIMIT_AHEAD, step));
        }
        return limits;
    }

    private static LimitAhead record(LimitCrossing crossing, String rule, long step) {
        return new LimitAhead(
                crossing.limit(),
                rule,
                crossing.reached(),
                ms(crossing.expected(), step),
                ms(crossing.earliest(), step),
                ms(crossing.latest(), step));
    }

    private static Long ms(int steps, long step) {
        return steps == LimitCrossing.NEVER ? null : steps * step;
    }

    private static List<Double> list(double[] values, int count) {
        return Arrays.stream(values, 0, count).boxed().toList();
    }
}
