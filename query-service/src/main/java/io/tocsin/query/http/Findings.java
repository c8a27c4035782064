package io.tocsin.query.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.micronaut.http.HttpRequest;
import io.tocsin.query.json.FindingJson;
import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.FindingState;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Lists what detectors found, latest begun first, for all kinds and for some. Thread-safe. */
@Singleton
final class Findings {

    /** Kind of what the detectors of metrics find; the kinds of several metrics begin with it. */
    static final String ANOMALY = "anomaly";

    private static final int STEP = 1_000;
    private static final Pattern KIND = Pattern.compile("[a-z0-9-]{1,60}");

    private final ViewReader reader;
    private final Positions positions;

    Findings(ViewReader reader, Positions positions) {
        this.reader = reader;
        this.positions = positions;
    }

    /**
     * Answers a request for a list.
     *
     * @param list name of the list, for its cursors
     * @param family kinds that the list is about, those that begin with it and a dash included; null for all
     */
    CompletionStage<ObjectNode> list(HttpRequest<?> request, String list, String family) {
        Parameters parameters = Parameters.strict(
                request, "source", "environment", "kind", "state", "from", "to", "limit", "cursor", "min_position");
        Map<String, String> filter = new TreeMap<>();
        Evaluations.put(filter, "source", parameters.text("source"));
        Evaluations.put(filter, "environment", parameters.text("environment"));
        Evaluations.put(filter, "kind", kinds(parameters.texts("kind"), family));
        List<FindingState> states = parameters.constants("state", FindingState.class);
        if (!states.isEmpty()) {
            filter.put("state", states.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        Evaluations.put(filter, "from", parameters.time("from"));
        Evaluations.put(filter, "to", parameters.time("to"));
        int limit = parameters.integer("limit", Lists.DEFAULT_LIMIT, 1, Lists.MAX_LIMIT);
        int step = Math.min(limit, STEP);
        Question question = Question.all(View.FINDINGS.name(), reader.partitions(), step)
                .filter(filter)
                .after(parameters.cursor(list, filter))
                .minPosition(parameters.position(positions));
        return reader.scan(View.FINDINGS, question, limit, step)
                .thenApply(page -> Lists.json(list, filter, page, FindingJson::of));
    }

    private static String kinds(List<String> texts, String family) {
        if (texts.isEmpty()) {
            return family;
        }
        for (String text : texts) {
            for (String kind : text.split(",")) {
                if (!KIND.matcher(kind).matches()) {
                    throw Parameters.invalid("kind", "'" + kind + "' is no kind of finding");
                }
                if (family != null && !kind.equals(family) && !kind.startsWith(family + '-')) {
                    throw Parameters.invalid("kind", "'" + kind + "' is no kind of " + family);
                }
            }
        }
        return String.join(",", texts);
    }
}
