package io.tocsin.processor.core.alert;

import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.rule.Condition;
import java.util.Locale;

/** The labels that make an alert's identity. */
final class AlertLabels {

    /** Labels of a source that say where it is, and go into its alerts. */
    private static final String[] PLACE = {"service", "host", "instance", "team"};

    private AlertLabels() {}

    static LabelSet ofCondition(Condition condition, SourceId source, LabelSet sourceLabels) {
        LabelSet labels = LabelSet.of(condition.rule().labels());
        labels = base(labels, condition.rule().id(), condition.severity(), source);
        if (condition.metric() != null) {
            labels = labels.with("metric", condition.metric());
        }
        return place(labels, sourceLabels);
    }

    static LabelSet ofNotice(AlertNotice notice, SourceId source, LabelSet sourceLabels) {
        return place(base(LabelSet.of(notice.labels()), notice.rule(), notice.severity(), source), sourceLabels);
    }

    private static LabelSet place(LabelSet identity, LabelSet sourceLabels) {
        LabelSet labels = identity;
        for (String name : PLACE) {
            String value = sourceLabels.get(name);
            if (value != null && !value.isEmpty()) {
                labels = labels.with(name, value);
            }
        }
        return labels;
    }

    static LabelSet ofTest(String rule, Severity severity, SourceId source) {
        return base(LabelSet.EMPTY, rule, severity, source).with("test", "true");
    }

    private static LabelSet base(LabelSet more, String rule, Severity severity, SourceId source) {
        return more.with("alertname", rule)
                .with("tenant", source.tenant())
                .with("environment", source.environment())
                .with("source", source.name())
                .with("severity", severity.name().toLowerCase(Locale.ROOT));
    }
}
