package io.tocsin.query.http;

import io.tocsin.query.scatter.Question;
import io.tocsin.query.view.Freshness;
import io.tocsin.query.view.Page;
import io.tocsin.query.view.SourceResolver;
import io.tocsin.query.view.View;
import io.tocsin.query.view.ViewReader;
import io.tocsin.schemas.LogLevel;
import io.tocsin.schemas.LogLineView;
import io.tocsin.schemas.LogTemplateView;
import io.tocsin.schemas.QueryKind;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/** Asks for log lines and templates of one source, of some, or of all. Thread-safe. */
@Singleton
final class Logs {

    private static final int STEP = 1_000;
    private static final Pattern TEMPLATE_ID = Pattern.compile("[0-9a-fA-F]{16}");
    private static final Pattern CATEGORY = Pattern.compile("[a-z]{1,20}");

    private final ViewReader reader;
    private final SourceResolver resolver;
    private final Positions positions;

    Logs(ViewReader reader, SourceResolver resolver, Positions positions) {
        this.reader = reader;
        this.resolver = resolver;
        this.positions = positions;
    }

    /**
     * Returns recent lines, latest observed first.
     *
     * @param sources names of sources; null for all
     * @param filter conditions as the view has them
     */
    CompletionStage<Page<LogLineView>> lines(
            List<String> sources, Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        return read(View.LOG_LINES, sources, filter, after, limit, position);
    }

    /** Returns templates, those of most lines first. */
    CompletionStage<Page<LogTemplateView>> templates(
            List<String> sources, Map<String, String> filter, String after, int limit, Map<String, Long> position) {
        return read(View.LOG_TEMPLATES, sources, filter, after, limit, position);
    }

    /** Reads the conditions that lines and templates have in common: level, template, text, environment, times. */
    static Map<String, String> filter(Parameters parameters, String level, String text, String from, String to) {
        Map<String, String> filter = new TreeMap<>();
        Evaluations.put(filter, "environment", RawPath.requireEnvironment(parameters.text("environment")));
        List<LogLevel> levels = parameters.constants(level, LogLevel.class);
        if (!levels.isEmpty()) {
            filter.put("level", levels.stream().map(Enum::name).collect(Collectors.joining(",")));
        }
        List<String> templates = parameters.texts("template");
        for (String template : templates) {
            if (!TEMPLATE_ID.matcher(template).matches()) {
                throw Parameters.invalid("template", "'" + template + "' is no id of a template: 16 hex digits");
            }
        }
        if (!templates.isEmpty()) {
            filter.put("template", String.join(",", templates));
        }
        Evaluations.put(filter, "q", parameters.text(text));
        Long first = parameters.time(from);
        Long last = parameters.time(to);
        if (first != null && last != null && last < first) {
            throw Parameters.invalid(to, "lies before " + from);
        }
        Evaluations.put(filter, "from", first);
        Evaluations.put(filter, "to", last);
        return filter;
    }

    /** Adds the category to conditions. */
    static void category(Parameters parameters, Map<String, String> filter) {
        String category = parameters.text("category");
        if (category != null && !CATEGORY.matcher(category).matches()) {
            throw Parameters.invalid("category", "'" + category + "' is no category");
        }
        Evaluations.put(filter, "category", category);
    }

    /** Returns the position that an answer must include. */
    Map<String, Long> position(Parameters parameters) {
        return parameters.position(positions);
    }

    private <T extends SpecificRecord> CompletionStage<Page<T>> read(
            View<T> view,
            List<String> sources,
            Map<String, String> filter,
            String after,
            int limit,
            Map<String, Long> position) {
        if (sources == null || sources.isEmpty()) {
            Question question = Question.all(view.name(), reader.partitions(), Math.min(limit, STEP));
            return ask(view, question, filter, after, limit, position);
        }
        CompletionStage<List<String>> keys = CompletableFuture.completedFuture(new ArrayList<>());
        List<Freshness> looked = new ArrayList<>();
        for (String source : sources) {
            keys = keys.thenCombine(resolver.findAll(source, filter.get("environment"), position), (found, page) -> {
                page.rows().forEach(row -> found.add(row.key()));
                looked.add(page.freshness());
                return found;
            });
        }
        return keys.thenCompose(found -> {
            if (found.isEmpty()) {
                return CompletableFuture.completedFuture(new Page<T>(
                        List.of(),
                        null,
                        0,
                        looked.stream().reduce(Freshness::and).orElseThrow()));
            }
            SortedMap<Integer, List<String>> byPartition = new TreeMap<>();
            for (String key : found) {
                byPartition
                        .computeIfAbsent(reader.partition(key), any -> new ArrayList<>())
                        .add(key);
            }
            Question question = new Question(
                    view.name(),
                    QueryKind.KEYS,
                    byPartition,
                    null,
                    Math.min(limit, STEP),
                    List.of(),
                    Map.of(),
                    Map.of());
            return ask(view, question, filter, after, limit, position);
        });
    }

    private <T extends SpecificRecord> CompletionStage<Page<T>> ask(
            View<T> view,
            Question question,
            Map<String, String> filter,
            String after,
            int limit,
            Map<String, Long> position) {
        Question whole = question.filter(filter).minPosition(position);
        return reader.scan(view, after == null ? whole : whole.after(after), limit, question.limit());
    }
}
