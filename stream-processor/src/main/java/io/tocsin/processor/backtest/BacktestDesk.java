package io.tocsin.processor.backtest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Glob;
import io.tocsin.processor.core.rule.Rule;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.rule.RuleLevel;
import io.tocsin.processor.rules.DeskReply;
import io.tocsin.processor.rules.RuleBoard;
import io.tocsin.processor.rules.language.RuleLanguage;
import io.tocsin.processor.runtime.DaemonThreads;
import io.tocsin.schemas.key.SourceKey;
import io.tocsin.service.http.ProblemException;
import io.tocsin.service.http.StrictJson;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/**
 * Backtests on request: starts them, tells how far they are and what they found, cancels them. They run one at a time in a
 * thread of their own, a few wait, and the latest ones are remembered until the process ends. Thread-safe.
 */
public final class BacktestDesk implements AutoCloseable {

    static final int MOST_WAITING = 5;
    static final int REMEMBERED = 20;

    private static final long DAY_MS = 86_400_000L;
    private static final int RE_EVALUATION_SECONDS = 8;
    private static final int MOST_RE_EVALUATIONS = 1;

    private final String instance;
    private final BacktestSources sources;
    private final RuleBoard board;
    private final InstantSource clock;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(DaemonThreads.named("backtest"));
    private final AtomicInteger reEvaluations = new AtomicInteger();
    private final Map<String, BacktestJob> jobs = new LinkedHashMap<>();

    /** Makes the desk of an instance; jobs carry its id, so that others can find them here. */
    public BacktestDesk(String instance, BacktestSources sources, RuleBoard board, InstantSource clock) {
        this.instance = instance;
        this.sources = sources;
        this.board = board;
        this.clock = clock;
    }

    /** Answers a question in JSON with JSON. */
    public byte[] answer(byte[] question) {
        DeskReply reply;
        try {
            JsonNode json = StrictJson.parse(question);
            reply = switch (json.path("action").asText()) {
                case "start" -> start(json);
                case "re-evaluate" -> reEvaluate(json.path("minutes").asInt());
                case "list" -> list();
                case "get" -> get(json.path("id").asText());
                case "cancel" -> cancel(json.path("id").asText());
                default -> throw new IllegalArgumentException("no action " + json.path("action"));
            };
        } catch (Refusal e) {
            reply = DeskReply.field(e.field, e.getMessage());
        } catch (ProblemException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return StrictJson.write(reply.toJson());
    }

    private static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final String field;

        private Refusal(String field, String message) {
            super(message);
            this.field = field;
        }
    }

    private DeskReply start(JsonNode question) {
        JsonNode body =
                StrictJson.parse(question.path("text").asText().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        for (String name : (Iterable<String>) body::fieldNames) {
            if (!List.of("rule", "rule_id", "versions", "start", "end", "sources")
                    .contains(name)) {
                throw new Refusal(name, "is no field of a backtest");
            }
        }
        long now = clock.millis();
        long until = Math.min(now, time(body, "end", now));
        long from = time(body, "start", until - 3_600_000);
        if (from >= until) {
            throw new Refusal("start", "must be before the end");
        }
        List<RuleCatalogue> variants = new ArrayList<>();
        long warmUp = BacktestJob.WARM_UP_MS;
        List<Rule> rules = new ArrayList<>();
        if (!body.has("rule") || body.has("rule_id")) {
            rules.addAll(versions(body));
        }
        if (body.has("rule")) {
            if (rules.size() > 1) {
                throw new Refusal("versions", "must be one number besides a rule to compare with");
            }
            RuleLanguage.Reading reading = RuleLanguage.rule(
                    body.get("rule").toString(), body.path("rule_id").asText("backtest"));
            if (!reading.isGood()) {
                return DeskReply.invalid(reading.problems());
            }
            rules.add(reading.rules().get(0));
        }
        for (Rule rule : rules) {
            if (rule.kind() == Rule.Kind.EPISODE) {
                throw new Refusal(
                        body.has("rule") ? "rule" : "rule_id",
                        "is about findings, and detectors learn for longer than a backtest reads: it cannot be tried");
            }
            variants.add(catalogue(rule));
            warmUp = Math.max(warmUp, warmUp(rule));
        }
        Predicate<SourceKey> selected = selected(body.path("sources"));
        synchronized (jobs) {
            long open = jobs.values().stream().filter(job -> !job.isOver()).count();
            if (open > MOST_WAITING) {
                return DeskReply.refused(429, "there are already " + open + " backtests under way");
            }
            String id = instance + "." + UUID.randomUUID().toString().substring(0, 8);
            BacktestJob job =
                    new BacktestJob(id, sources, variants, selected, from, until, warmUp, (event, source) -> {});
            jobs.put(id, job);
            forget();
            thread.execute(job);
            return DeskReply.ok(202, null, BacktestJson.of(job, true));
        }
    }

    /** Compares the recorded evaluations of the last minutes with what today's rules say; as many as time allows. */
    private DeskReply reEvaluate(int minutes) {
        long until = clock.millis();
        long from = until - minutes * 60_000L;
        ReEvaluation comparison = new ReEvaluation();
        BacktestJob job = new BacktestJob(
                "re-evaluation",
                sources,
                List.of(board.catalogue()),
                key -> true,
                from,
                until,
                BacktestJob.WARM_UP_MS,
                comparison);
        if (reEvaluations.getAndIncrement() >= MOST_RE_EVALUATIONS) {
            reEvaluations.decrementAndGet();
            return DeskReply.refused(503, "others re-evaluate at this moment");
        }
        ExecutorService runner = Executors.newSingleThreadExecutor(DaemonThreads.named("re-evaluation"));
        try {
            runner.submit(() -> {
                        comparison.read(sources, from, until);
                        job.run();
                    })
                    .get(RE_EVALUATION_SECONDS, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            // What there is by now is told, and that it is not all.
            job.cancel();
        } catch (ExecutionException e) {
            return DeskReply.refused(503, "the recorded events cannot be read now");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return DeskReply.refused(503, "the processor stops");
        } finally {
            reEvaluations.decrementAndGet();
            runner.shutdownNow();
        }
        if (job.state() == BacktestJob.State.FAILED) {
            return DeskReply.refused(503, "the recorded events cannot be read now");
        }
        ObjectNode json = comparison.toJson();
        json.put("complete", job.state() == BacktestJob.State.DONE);
        return DeskReply.ok(200, null, json);
    }

    private List<Rule> versions(JsonNode body) {
        String id = body.path("rule_id").asText("");
        if (id.isEmpty()) {
            throw new Refusal("rule", "must be a rule, or rule_id must name one");
        }
        List<Rule> rules = new ArrayList<>();
        JsonNode versions = body.path("versions");
        if (versions.isMissingNode()) {
            rules.add(board.compiled(id, -1));
        } else if (!versions.isArray() || versions.isEmpty() || versions.size() > 2) {
            throw new Refusal("versions", "must be one or two numbers");
        } else {
            versions.forEach(version -> rules.add(board.compiled(id, version.asInt(Integer.MIN_VALUE))));
        }
        if (rules.contains(null)) {
            throw new Refusal(versions.isMissingNode() ? "rule_id" : "versions", "names no rule that can run");
        }
        return rules;
    }

    private DeskReply list() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        var items = json.putArray("items");
        synchronized (jobs) {
            jobs.values().forEach(job -> items.add(BacktestJson.of(job, false)));
        }
        return DeskReply.ok(200, null, json);
    }

    private DeskReply get(String id) {
        BacktestJob job = job(id);
        return job == null ? unknown() : DeskReply.ok(200, null, BacktestJson.of(job, true));
    }

    private DeskReply cancel(String id) {
        BacktestJob job = job(id);
        if (job == null) {
            return unknown();
        }
        job.cancel();
        return DeskReply.ok(204, null, null);
    }

    private BacktestJob job(String id) {
        synchronized (jobs) {
            return jobs.get(id);
        }
    }

    private void forget() {
        jobs.entrySet()
                .removeIf(entry -> jobs.size() > REMEMBERED && entry.getValue().isOver());
    }

    @Override
    public void close() {
        synchronized (jobs) {
            jobs.values().forEach(BacktestJob::cancel);
        }
        thread.shutdownNow();
    }

    private static DeskReply unknown() {
        return DeskReply.refused(404, "there is no such backtest; they are forgotten when their processor ends");
    }

    /** Makes a catalogue of one rule. One of INFO raises no alerts, so here it takes the least severity that does. */
    static RuleCatalogue catalogue(Rule rule) {
        List<RuleLevel> levels = new ArrayList<>();
        for (RuleLevel level : rule.levels()) {
            boolean silent = level.severity() == Severity.INFO && rule.levels().size() == 1;
            levels.add(silent ? new RuleLevel(Severity.WARNING, level.limit(), level.advice()) : level);
        }
        return new RuleCatalogue(List.of(rule.with(levels)));
    }

    private static long warmUp(Rule rule) {
        long window = rule.statistic() == null ? 0 : rule.statistic().windowMs();
        if (rule.expression() != null) {
            for (var statistic : rule.expression().statistics()) {
                window = Math.max(window, statistic.windowMs());
            }
        }
        return Math.max(BacktestJob.WARM_UP_MS, Math.min(DAY_MS, window) + 900_000);
    }

    private static Predicate<SourceKey> selected(JsonNode sources) {
        if (sources.isMissingNode()) {
            return key -> true;
        }
        List<Glob> globs = new ArrayList<>();
        for (JsonNode pattern : sources.isArray()
                ? sources
                : JsonNodeFactory.instance.arrayNode().add(sources)) {
            if (!pattern.isTextual() || pattern.asText().length() > 200 || globs.size() >= 50) {
                throw new Refusal("sources", "must be at most 50 patterns of at most 200 characters");
            }
            globs.add(new Glob(pattern.asText()));
        }
        return key -> globs.stream().anyMatch(glob -> glob.matches(key.name()));
    }

    private static long time(JsonNode body, String name, long whenMissing) {
        JsonNode value = body.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return whenMissing;
        }
        try {
            return value.isIntegralNumber()
                    ? value.asLong()
                    : Instant.parse(value.asText()).toEpochMilli();
        } catch (DateTimeParseException | ArithmeticException e) {
            throw new Refusal(name, "must be a time such as 2026-01-31T10:00:00Z");
        }
    }
}
