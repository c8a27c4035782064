package io.tocsin.query.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.query.scatter.PartitionFailure;
import io.tocsin.query.scatter.Served;
import io.tocsin.query.view.Freshness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** What every answer says of itself: how fresh, how complete, and who gave it. Stateless. */
public final class FreshnessJson {

    private FreshnessJson() {}

    /** Adds the fields to an answer. */
    public static void add(ObjectNode answer, Freshness freshness) {
        answer.put("as_of", freshness.asOf().toString());
        answer.put("stream_time", Json.time(freshness.streamTime()));
        answer.put("partial", freshness.partial());
        addMissing(answer, freshness.missing());
        addServedBy(answer, freshness.served());
        if (freshness.positionReached() != null) {
            answer.put("position_reached", freshness.positionReached());
        }
    }

    /** Adds the partitions that did not answer, and why. */
    public static void addMissing(ObjectNode answer, SortedMap<Integer, PartitionFailure> missing) {
        var partitions = answer.putArray("missing_partitions");
        missing.keySet().forEach(partitions::add);
        if (!missing.isEmpty()) {
            ObjectNode reasons = answer.putObject("missing_reasons");
            missing.forEach((partition, failure) ->
                    reasons.put(partition.toString(), failure.kind().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void addServedBy(ObjectNode answer, List<Served> served) {
        Map<String, List<Served>> groups = new LinkedHashMap<>();
        for (Served one : served) {
            groups.computeIfAbsent(one.instance() + ' ' + one.role(), any -> new ArrayList<>())
                    .add(one);
        }
        var list = answer.putArray("served_by");
        for (List<Served> group : groups.values()) {
            Served first = group.get(0);
            ObjectNode entry = list.addObject();
            entry.put("instance", first.instance());
            entry.put("role", first.role().name().toLowerCase(Locale.ROOT));
            var partitions = entry.putArray("partitions");
            group.stream().map(Served::partition).distinct().sorted().forEach(partitions::add);
            group.stream()
                    .map(Served::lag)
                    .filter(java.util.Objects::nonNull)
                    .max(Long::compare)
                    .ifPresent(lag -> entry.put("lag", lag));
        }
    }
}
