package io.tocsin.query.view;

import io.tocsin.query.scatter.Gathered;
import io.tocsin.query.scatter.PartitionFailure;
import io.tocsin.query.scatter.Served;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How fresh and how complete an answer is. Immutable.
 *
 * @param asOf clock of this service when the answer was put together
 * @param streamTime least stream time of the partitions that answered, epoch milliseconds; null before any record
 * @param missing partitions that did not answer, and why
 * @param served who answered for which partition
 * @param positionReached whether the position that the reader asked for is included; null when none was asked for
 */
public record Freshness(
        Instant asOf,
        Long streamTime,
        SortedMap<Integer, PartitionFailure> missing,
        List<Served> served,
        Boolean positionReached) {

    public Freshness {
        Objects.requireNonNull(asOf, "asOf");
        missing = Collections.unmodifiableSortedMap(new TreeMap<>(missing));
        served = List.copyOf(served);
    }

    /** Returns the freshness of one answer. */
    public static Freshness of(Gathered gathered, Instant asOf) {
        Long streamTime = gathered.served().values().stream()
                .map(Served::streamTime)
                .filter(Objects::nonNull)
                .min(Long::compare)
                .orElse(null);
        return new Freshness(
                asOf,
                streamTime,
                gathered.missing(),
                new ArrayList<>(gathered.served().values()),
                gathered.positionReached());
    }

    /** Returns whether any partition is missing. */
    public boolean partial() {
        return !missing.isEmpty();
    }

    /** Returns the freshness of an answer that was put together from two. */
    public Freshness and(Freshness other) {
        SortedMap<Integer, PartitionFailure> bothMissing = new TreeMap<>(missing);
        bothMissing.putAll(other.missing);
        List<Served> bothServed = new ArrayList<>(served);
        for (Served one : other.served) {
            boolean known = bothServed.stream()
                    .anyMatch(have -> have.partition() == one.partition()
                            && have.instance().equals(one.instance())
                            && have.role() == one.role());
            if (!known) {
                bothServed.add(one);
            }
        }
        Long older = streamTime == null
                ? other.streamTime
                : other.streamTime == null ? streamTime : Long.valueOf(Math.min(streamTime, other.streamTime));
        Boolean reached = positionReached == null
                ? other.positionReached
                : Boolean.valueOf(positionReached && !Boolean.FALSE.equals(other.positionReached));
        return new Freshness(asOf.isAfter(other.asOf) ? asOf : other.asOf, older, bothMissing, bothServed, reached);
    }

    /** Returns the same, with a position that was asked for and cannot be promised. */
    public Freshness withoutPosition() {
        return new Freshness(asOf, streamTime, missing, served, Boolean.FALSE);
    }
}
