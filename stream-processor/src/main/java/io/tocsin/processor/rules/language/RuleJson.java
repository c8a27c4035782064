package io.tocsin.processor.rules.language;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.service.settings.DurationText;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/** Writes definitions in the one form that is stored and shown; reading it gives the same definition. Stateless. */
public final class RuleJson {

    private RuleJson() {}

    /** Returns a definition as JSON; what has its default is left out, but for {@code enabled}. */
    public static ObjectNode of(RuleDefinition d) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", d.id());
        json.put("title", d.title());
        if (!d.description().isEmpty()) {
            json.put("description", d.description());
        }
        json.put("enabled", d.enabled());
        json.put("check", lower(d.check()));
        if (d.metrics().size() == 1) {
            json.put("metric", d.metrics().get(0));
        } else if (!d.metrics().isEmpty()) {
            texts(json.putArray("metrics"), d.metrics());
        }
        if (d.aggregation() != null) {
            json.put("aggregation", d.aggregation().text());
        }
        if (d.windowMs() > 0) {
            json.put("window", duration(d.windowMs()));
        }
        if (d.finding() != null) {
            json.put("finding", d.finding());
            if (!d.detectors().isEmpty()) {
                texts(json.putArray("detectors"), d.detectors());
            }
        }
        if (d.horizonMs() > 0) {
            json.put("horizon", duration(d.horizonMs()));
        }
        if (d.expression() != null) {
            json.put("expression", d.expression());
        } else if (d.finding() == null || d.horizonMs() > 0) {
            json.put("comparison", d.comparison().sign());
        }
        if (d.levels().size() == 1) {
            level(json, d.levels().get(0), d.check());
        } else {
            ArrayNode levels = json.putArray("levels");
            d.levels().forEach(level -> level(levels.addObject(), level, d.check()));
        }
        json.put("for", duration(d.forMs()));
        if (d.keepFiringMs() != Rule.AS_SET) {
            json.put("keep_firing_for", duration(d.keepFiringMs()));
        }
        if (d.minimumSamples() > 0) {
            json.put("minimum_samples", d.minimumSamples());
        }
        if (!d.unit().isEmpty()) {
            json.put("unit", d.unit());
        }
        if (d.scale() != 1) {
            json.put("scale", d.scale());
        }
        if (!d.selector().equals(RuleDefinition.SelectorText.ALL)) {
            selector(json.putObject("selector"), d.selector());
        }
        if (!d.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            d.labels().forEach(labels::put);
        }
        if (!d.suggestions().isEmpty()) {
            texts(json.putArray("suggestions"), d.suggestions());
        }
        return json;
    }

    private static void level(ObjectNode json, RuleLevel level, Rule.Kind check) {
        json.put("severity", lower(level.severity()));
        if (check != Rule.Kind.EXPRESSION) {
            json.put("threshold", level.limit());
        }
        json.put("advice", lower(level.advice()));
    }

    private static void selector(ObjectNode json, RuleDefinition.SelectorText selector) {
        put(json, "tenants", selector.tenants());
        put(json, "environments", selector.environments());
        put(json, "sources", selector.sources());
        if (!selector.labels().isEmpty()) {
            ObjectNode labels = json.putObject("labels");
            selector.labels().forEach((name, patterns) -> texts(labels.putArray(name), patterns));
        }
    }

    private static void put(ObjectNode json, String name, List<String> texts) {
        if (!texts.isEmpty()) {
            texts(json.putArray(name), texts);
        }
    }

    private static void texts(ArrayNode array, List<String> texts) {
        texts.forEach(array::add);
    }

    private static String lower(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String duration(long ms) {
        return DurationText.format(Duration.ofMillis(ms));
    }
}
