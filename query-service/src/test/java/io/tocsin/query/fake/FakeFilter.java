package io.tocsin.query.fake;

import io.tocsin.query.view.View;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.SourceView;
import io.tocsin.schemas.serde.SingleObject;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** The conditions of the query RPC, as its contract has them. */
final class FakeFilter {

    private static final SingleObject<SourceView> SOURCES = SingleObject.of(SourceView.class);
    private static final SingleObject<Alert> ALERTS = SingleObject.of(Alert.class);
    private static final SingleObject<AlertHistoryEntry> STEPS = SingleObject.of(AlertHistoryEntry.class);
    private static final SingleObject<Finding> FINDINGS = SingleObject.of(Finding.class);
    private static final SingleObject<Incident> INCIDENTS = SingleObject.of(Incident.class);
    private static final SingleObject<LogLineView> LINES = SingleObject.of(LogLineView.class);
    private static final SingleObject<LogTemplateView> TEMPLATES = SingleObject.of(LogTemplateView.class);
    private static final SingleObject<Evaluation> EVALUATIONS = SingleObject.of(Evaluation.class);

    private FakeFilter() {}

    static boolean meets(QueryRequest request, byte[] value) {
        Map<String, String> filter = request.getFilter();
        if (filter.isEmpty()) {
            return true;
        }
        if (request.getStore().equals(View.SOURCES.name())) {
            SourceView view = SOURCES.decode(value);
            return oneOf(filter.get("status"), view.getStatus().getStatus().name())
                    && (!filter.containsKey("q") || view.getStatus().getSource().contains(filter.get("q")));
        }
        if (request.getStore().equals(View.ALERTS.name())) {
            Alert alert = ALERTS.decode(value);
            return oneOf(filter.get("state"), alert.getState().name())
                    && oneOf(filter.get("severity"), alert.getSeverity().name())
                    && equal(filter.get("source"), alert.getSource())
                    && equal(filter.get("environment"), alert.getEnvironment())
                    && within(filter, alert.getStartsAt());
        }
        if (request.getStore().equals(View.ALERT_HISTORY.name())) {
            AlertHistoryEntry step = STEPS.decode(value);
            return equal(filter.get("alert"), step.getFingerprint())
                    && oneOf(filter.get("kind"), step.getKind().name())
                    && (!filter.containsKey("actor")
                            || Arrays.asList(filter.get("actor").split("\\n")).contains(step.getActor()))
                    && equal(filter.get("source"), step.getSource())
                    && equal(filter.get("environment"), step.getEnvironment())
                    && within(filter, step.getAt());
        }
        if (request.getStore().equals(View.FINDINGS.name())) {
            Finding finding = FINDINGS.decode(value);
            return oneOf(filter.get("state"), finding.getState().name())
                    && isOfKind(filter.get("kind"), finding.getKind())
                    && equal(filter.get("source"), finding.getSource())
                    && equal(filter.get("environment"), finding.getEnvironment())
                    && within(filter, finding.getSince());
        }
        if (request.getStore().equals(View.LOG_LINES.name())) {
            LogLineView line = LINES.decode(value);
            return oneOf(filter.get("level"), line.getLevel().name())
                    && contains(line.getMessage(), filter.get("q"))
                    && within(filter, line.getObservedAt());
        }
        if (request.getStore().equals(View.LOG_TEMPLATES.name())) {
            LogTemplateView template = TEMPLATES.decode(value);
            return oneOf(filter.get("level"), template.getLevel().name())
                    && equal(filter.get("category"), template.getCategory())
                    && contains(template.getTemplate(), filter.get("q"))
                    && within(filter, template.getLastSeen());
        }
        if (request.getStore().equals(View.INCIDENTS.name())) {
            Incident incident = INCIDENTS.decode(value);
            return oneOf(filter.get("state"), incident.getState().name())
                    && oneOf(filter.get("severity"), incident.getSeverity().name())
                    && equal(filter.get("environment"), incident.getEnvironment())
                    && equal(filter.get("owner"), incident.getOwner())
                    && within(filter, incident.getOpenedAt());
        }
        Evaluation evaluation = EVALUATIONS.decode(value);
        return oneOf(filter.get("status"), evaluation.getStatus().name())
                && equal(filter.get("source"), evaluation.getSource())
                && equal(filter.get("environment"), evaluation.getEnvironment())
                && within(filter, evaluation.getAt());
    }

    private static boolean contains(String text, String part) {
        return part == null || text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
    }

    private static boolean oneOf(String wanted, String value) {
        return wanted == null || Arrays.asList(wanted.split(",")).contains(value);
    }

    private static boolean isOfKind(String wanted, String kind) {
        return wanted == null
                || Arrays.stream(wanted.split(",")).anyMatch(each -> kind.equals(each) || kind.startsWith(each + '-'));
    }

    private static boolean equal(String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private static boolean within(Map<String, String> filter, long at) {
        return (!filter.containsKey("from") || at >= Long.parseLong(filter.get("from")))
                && (!filter.containsKey("to") || at <= Long.parseLong(filter.get("to")));
    }
}
