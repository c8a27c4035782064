package io.tocsin.gateway.decode;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** One sample of a typed metric: {@code name}, {@code value}, and optionally {@code kind}, a gauge without it. */
final class MetricFields implements TypedFields {

    private static final Set<String> KINDS = Set.of("counter", "gauge", "histogram", "timer");

    private String metric;
    private double value = Values.NO_NUMBER;
    private String kind = "gauge";

    @Override
    public boolean take(JsonParser parser, String name, String where, Item item) throws IOException {
        String path = where + '.' + name;
        switch (name) {
            case "name" -> metric = Values.name(parser, path, DecodingLimits.NAME, item);
            case "value" -> value = Values.number(parser, path, item);
            case "kind" -> kind(parser, path, item);
            default -> {
                return false;
            }
        }
        return true;
    }

    private void kind(JsonParser parser, String path, Item item) throws IOException {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        String text = Values.name(parser, path, DecodingLimits.NAME, item);
        if (text == null) {
            return;
        }
        kind = text.toLowerCase(Locale.ROOT);
        if (!KINDS.contains(kind)) {
            item.errors.add(path, "must be counter, gauge, histogram or timer");
        }
    }

    @Override
    public void complete(String where, Item item) {
        if (metric == null) {
            Envelope.missing(item, where + ".name", "the name of the metric");
        }
        if (Double.isNaN(value)) {
            Envelope.missing(item, where + ".value", "the value of the metric, a number");
        }
        if (item.errors.isEmpty()) {
            item.draft.namesMayRepeat |= item.draft.metrics.count() > 0;
            item.draft.metrics.name(metric).value(value);
            item.draft.metricKinds.name(metric).value(kind);
        }
    }
}
