package io.tocsin.query.http;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.Evaluation;
import io.tocsin.schemas.HealthStatus;
import io.tocsin.schemas.key.SourceKey;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;

/** Reads the evaluation log, newest first, for our own paths and for the documented ones. Thread-safe. */
@Singleton
final class Evaluations {

    private static final int STEP = 1_000;

    private final ViewReader reader;

    Evaluations(ViewReader reader) {
        this.reader = reader;
    }

    /** Returns the entries of one source, which its partition alone has. */
    CompletionStage<Page<Evaluation>> ofSource(
            SourceKey source, Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        Question question = question(filter, after, limit, position).in(reader.partition(source.text()));
        return reader.ask(View.EVALUATIONS, question, limit);
    }

    /** Returns the entries of all sources, in as many requests as it takes. */
    CompletionStage<Page<Evaluation>> all(
            Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        int step = Math.min(limit, STEP);
        return reader.scan(View.EVALUATIONS, question(filter, after, step, position), limit, step);
    }

    private Question question(Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        return Question.all(View.EVALUATIONS.name(), reader.partitions(), limit)
                .filter(filter)
                .after(after)
                .minPosition(position);
    }

    /**
     * Returns the conditions that the parameters source, environment and status and those of time name.
     *
     * @param from name of the parameter of the earliest time
     * @param to name of the parameter of the latest time
     */
    static Map<String, String> filter(Parameters parameters, String from, String to) {
        Map<String, String> filter = new TreeMap<>();
        put(filter, "source", parameters.text("source"));
        put(filter, "environment", parameters.text("environment"));
        putStatus(filter, parameters.constants("status", HealthStatus.class));
        put(filter, "from", parameters.time(from));
        put(filter, "to", parameters.time(to));
        return filter;
    }

    /** Adds the condition that the status is one of some; none means any. */
    static void putStatus(Map<String, String> filter, List<HealthStatus> statuses) {
        if (!statuses.isEmpty()) {
            filter.put("status", statuses.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
    }

    static void put(Map<String, String> filter, String name, Object value) {
        if (value != null) {
            filter.put(name, value.toString());
        }
    }
}
