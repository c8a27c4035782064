package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.LimitAhead;
import io.tocsin.schemas.MetricForecast;
import io.tocsin.schemas.SourceForecasts;

/** What is expected of metrics. Stateless. */
public final class ForecastJson {

    private ForecastJson() {}

    /** Adds the forecasts of a source. */
    public static void add(ObjectNode to, SourceForecasts forecasts) {
        Json.texts(to, "metrics", forecasts.getMetrics());
        ArrayNode items = to.putArray("items");
        forecasts.getForecasts().forEach(forecast -> items.add(of(forecast)));
    }

    private static ObjectNode of(MetricForecast forecast) {
        ObjectNode json = Json.object();
        json.put("metric", forecast.getMetric());
        json.put("reason", forecast.getReason());
        json.put("from", Json.time(forecast.getFrom()));
        json.put("step_s", forecast.getStepMs() / 1_000);
        Json.number(json, "current", forecast.getCurrent());
        json.put("per_second", forecast.getPerSecond());
        json.put("seasonal", forecast.getSeasonal());
        json.put("samples", forecast.getSamples());
        ObjectNode trend = json.putObject("trend");
        Json.number(trend, "slope_per_hour", forecast.getSlopePerHour());
        ArrayNode points = json.putArray("points");
        for (int i = 0; i < forecast.getMean().size(); i++) {
            ObjectNode point = points.addObject();
            point.put("at", Json.time(forecast.getFrom() + i * forecast.getStepMs()));
            Json.number(point, "mean", forecast.getMean().get(i));
            Json.number(point, "lower", forecast.getLower().get(i));
            Json.number(point, "upper", forecast.getUpper().get(i));
        }
        ArrayNode limits = json.putArray("time_to_limit");
        for (LimitAhead limit : forecast.getLimits()) {
            ObjectNode one = limits.addObject();
            Json.number(one, "limit", limit.getLimit());
            one.put("rule", limit.getRule());
            one.put("reached", limit.getReached());
            seconds(one, "expected_s", limit.getExpectedMs());
            seconds(one, "earliest_s", limit.getEarliestMs());
            seconds(one, "latest_s", limit.getLatestMs());
        }
        return json;
    }

    private static void seconds(ObjectNode to, String name, Long millis) {
        Json.number(to, name, millis == null ? null : millis / 1_000.0);
    }
}
