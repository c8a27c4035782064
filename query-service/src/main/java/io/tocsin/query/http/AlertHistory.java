package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.json.AlertStepJson;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.AlertHistoryEntry;
import io.tocsin.schemas.AlertStepKind;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Reads the steps in the lives of alerts, latest first. Thread-safe. */
@Singleton
final class AlertHistory {

    private static final String LIST = "alert-history";
    private static final int STEP = 1_000;

    private final ViewReader reader;
    private final Positions positions;

    AlertHistory(ViewReader reader, Positions positions) {
        this.reader = reader;
        this.positions = positions;
    }

    /**
     * What is asked for. Immutable.
     *
     * @param filter conditions of the view
     * @param question the question
     * @param limit steps at most
     */
    record Wish(Map<String, String> filter, Question question, int limit) {}

    /**
     * Reads what is asked for.
     *
     * @param alert the only alert that it is about, or null
     */
    Wish wish(Parameters parameters, String alert) {
        Map<String, String> filter = new TreeMap<>();
        Evaluations.put(filter, "alert", alert);
        if (alert == null) {
            Evaluations.put(filter, "source", parameters.text("source"));
            Evaluations.put(filter, "environment", parameters.text("environment"));
        }
        List<AlertStepKind> kinds = parameters.constants("kind", AlertStepKind.class);
        if (!kinds.isEmpty()) {
            filter.put("kind", kinds.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        List<String> actors = parameters.texts("actor");
        if (!actors.isEmpty()) {
            filter.put("actor", String.join("\n", actors));
        }
        Evaluations.put(filter, "from", parameters.time("from"));
        Evaluations.put(filter, "to", parameters.time("to"));
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        Question question = Question.all(View.ALERT_HISTORY.name(), reader.partitions(), Math.min(limit, STEP))
                .filter(filter)
                .after(parameters.cursor(LIST, filter))
                .minPosition(parameters.position(positions));
        return new Wish(filter, question, limit);
    }

    /** Reads the steps. */
    CompletionStage<Page<AlertHistoryEntry>> read(Wish wish) {
        return reader.scan(View.ALERT_HISTORY, wish.question(), wish.limit(), STEP);
    }

    /** Returns a page of steps as JSON. */
    static ObjectNode json(Wish wish, Page<AlertHistoryEntry> page) {
        return Lists.json(LIST, wish.filter(), page, AlertStepJson::of);
    }
}
