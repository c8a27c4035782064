package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.service.masking.Masking;
import java.util.Locale;

/** Log lines and their templates. Secrets that a line carries are masked in what is shown. Stateless. */
public final class LogJson {

    private LogJson() {}

    /** Returns a log line. */
    public static ObjectNode line(LogLineView line) {
        ObjectNode json = Json.object();
        json.put("id", line.getId());
        json.put("service", line.getSource());
        json.put("environment", line.getEnvironment());
        json.put("timestamp", Json.time(line.getObservedAt()));
        json.put("arrived_at", Json.time(line.getArrivedAt()));
        json.put("level", line.getLevel().name());
        json.put("sent_level", line.getSentLevel().name());
        json.put("message", Masking.mask(line.getMessage()));
        json.put("template_id", line.getTemplateId());
        json.put("logger", line.getLogger().isEmpty() ? null : line.getLogger());
        json.put("trace_id", line.getTraceId().isEmpty() ? null : line.getTraceId());
        return json;
    }

    /** Returns a template of a source. */
    public static ObjectNode template(LogTemplateView template) {
        ObjectNode json = Json.object();
        json.put("id", template.getId());
        json.put("service", template.getSource());
        json.put("environment", template.getEnvironment());
        json.put("template", Masking.mask(template.getTemplate()));
        json.put("example", Masking.mask(template.getExample()));
        json.put("category", template.getCategory());
        json.put("level", template.getLevel().name());
        json.put("actionable", template.getActionable());
        json.put("advice", template.getAdvice());
        json.put("count", template.getLines());
        json.put("error_count", template.getErrorLines());
        json.put("per_minute", Math.round(template.getLinesPerMinute() * 1_000) / 1_000.0);
        json.put("first_seen", Json.time(template.getFirstSeen()));
        json.put("last_seen", Json.time(template.getLastSeen()));
        ObjectNode origin = json.putObject("origin");
        origin.put("widened", template.getWidened());
        origin.put("merged_count", template.getMergedCount());
        Json.texts(origin, "merged_ids", template.getMergedIds());
        origin.put("beside", template.getBesideId());
        return json;
    }

    /** Returns an error pattern: what templates of one form have in common over their sources. */
    public static ObjectNode pattern(io.tocsin.query.analysis.ErrorPatterns.Pattern pattern) {
        LogTemplateView first = pattern.typical();
        ObjectNode json = Json.object();
        json.put("template", Masking.mask(first.getTemplate()));
        json.put("count", pattern.count());
        Json.texts(json, "services", pattern.services());
        json.put("first_seen", Json.time(pattern.firstSeen()));
        json.put("last_seen", Json.time(pattern.lastSeen()));
        json.put("example", Masking.mask(first.getExample()));
        json.put("level", first.getLevel().name().toLowerCase(Locale.ROOT));
        json.put("category", first.getCategory());
        json.put("actionable", first.getActionable());
        json.put("recommendation", first.getAdvice());
        Json.texts(json, "template_ids", pattern.ids());
        return json;
    }
}
