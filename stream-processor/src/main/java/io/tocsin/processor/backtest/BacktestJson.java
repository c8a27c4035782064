package io.tocsin.processor.backtest;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/** Tells backtests in JSON. Stateless. */
final class BacktestJson {

    private BacktestJson() {}

    /**
     * Returns a backtest.
     *
     * @param whole whether with what it found
     */
    static ObjectNode of(BacktestJob job, boolean whole) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", job.id());
        json.put("state", job.state().name().toLowerCase(Locale.ROOT));
        json.put("start", Instant.ofEpochMilli(job.from()).toString());
        json.put("end", Instant.ofEpochMilli(job.until()).toString());
        json.putObject("progress").put("read", job.read()).put("total", job.total());
        json.put("events", job.folded());
        json.put("sources", job.sourceCount());
        json.put("records_left_out", job.leftOut());
        json.put("episodes_left_out", job.untold());
        if (job.failure() != null) {
            json.put("failure", job.failure());
        }
        if (whole) {
            var results = json.putArray("results");
            for (int i = 0; i < job.variantCount(); i++) {
                result(results.addObject(), job.episodes(i), job.until());
            }
            if (job.variantCount() == 2) {
                difference(json.putObject("difference"), job);
            }
        }
        return json;
    }

    private static void difference(ObjectNode json, BacktestJob job) {
        EpisodeDifference difference = EpisodeDifference.of(job.episodes(0), job.episodes(1), job.until());
        json.put("both", difference.both());
        var first = json.putArray("only_first");
        difference.onlyFirst().forEach(episode -> episode(first.addObject(), episode, job.until()));
        var second = json.putArray("only_second");
        difference.onlySecond().forEach(episode -> episode(second.addObject(), episode, job.until()));
        json.put("seconds_only_first", difference.onlyFirstMs() / 1000.0);
        json.put("seconds_only_second", difference.onlySecondMs() / 1000.0);
    }

    private static void result(ObjectNode json, List<Episode> episodes, long until) {
        long lasting = 0;
        Set<String> names = new TreeSet<>();
        var list = json.putArray("episodes");
        for (Episode episode : episodes) {
            long end = episode.isOpen() ? until : episode.endedAt();
            lasting += end - episode.firedAt();
            names.add(episode.environment() + "/" + episode.source());
            episode(list.addObject(), episode, until);
        }
        json.put("fired", episodes.size());
        json.put("total_seconds", lasting / 1000.0);
        var affected = json.putArray("sources");
        names.forEach(affected::add);
    }

    private static void episode(ObjectNode json, Episode episode, long until) {
        long end = episode.isOpen() ? until : episode.endedAt();
        json.put("environment", episode.environment());
        json.put("source", episode.source());
        json.put("metric", episode.metric());
        json.put("severity", episode.severity());
        json.put("broken_at", Instant.ofEpochMilli(episode.brokenAt()).toString());
        json.put("fired_at", Instant.ofEpochMilli(episode.firedAt()).toString());
        json.put("ended_at", episode.isOpen() ? null : Instant.ofEpochMilli(end).toString());
        json.put("duration_seconds", (end - episode.firedAt()) / 1000.0);
        json.put("text", episode.text());
    }
}
