package io.tocsin.query.scatter;

import io.tocsin.query.routing.Candidate;
import io.tocsin.query.routing.Instance;
import io.tocsin.query.routing.RoutingTable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Whom to ask next for which partitions, until each has answered. Partitions are grouped by instance; a failed one moves
 * on to its next candidate at once while the others wait for theirs; when all candidates of a partition have failed it
 * rests until the caller starts a new lap, normally with a fresher table. Knows neither network nor time: the caller says
 * when it is over. The idea of rounds over grouped partitions is that of ksqlDB's pull queries. Not thread-safe.
 */
public final class AttemptPlan {

    private final String view;
    private final long maxStandbyLag;
    private final SortedMap<Integer, Progress> open = new TreeMap<>();
    private boolean positionReached = true;

    /**
     * Makes a plan.
     *
     * @param view view to ask
     * @param partitions partitions that are wanted
     * @param positioned whether the reader asked for a position
     * @param maxStandbyLag greatest lag in records with which a standby may be asked
     */
    public AttemptPlan(String view, Collection<Integer> partitions, boolean positioned, long maxStandbyLag) {
        this.view = view;
        this.maxStandbyLag = maxStandbyLag;
        for (int partition : partitions) {
            open.put(partition, new Progress(positioned));
        }
    }

    /**
     * Returns the requests to send now, for all partitions that are neither answered, asked nor out of candidates. They
     * count as asked from then on.
     *
     * @param table who can answer, as far as known now
     */
    public List<Attempt> next(RoutingTable table) {
        Map<Target, List<Integer>> groups = new LinkedHashMap<>();
        open.forEach((partition, progress) -> {
            if (progress.asked != null) {
                return;
            }
            Instance target = choose(table, partition, progress);
            if (target != null) {
                progress.asked = target;
                progress.tried.add(target.id());
                groups.computeIfAbsent(new Target(target, progress.positioned), any -> new ArrayList<>())
                        .add(partition);
            }
        });
        List<Attempt> attempts = new ArrayList<>(groups.size());
        groups.forEach(
                (target, partitions) -> attempts.add(new Attempt(target.instance, partitions, target.positioned)));
        return attempts;
    }

    /** Notes that a partition answered an attempt. Returns false when the answer is not wanted any more. */
    public boolean answered(Attempt attempt, int partition) {
        Progress progress = open.get(partition);
        if (progress == null || !attempt.instance().equals(progress.asked)) {
            return false;
        }
        open.remove(partition);
        positionReached &= attempt.positioned();
        return true;
    }

    /** Notes that a partition did not answer an attempt. */
    public void failed(Attempt attempt, int partition, PartitionFailure failure) {
        Progress progress = open.get(partition);
        if (progress != null && attempt.instance().equals(progress.asked)) {
            progress.asked = null;
            progress.failure = failure;
        }
    }

    /** Lets every partition that rests be tried again with all its candidates. */
    public void startLap() {
        open.values().forEach(progress -> {
            if (progress.asked == null) {
                progress.tried.clear();
            }
        });
    }

    /**
     * Gives up the position for those partitions that were behind it, so that what they have can still be read.
     * {@link #positionReached()} tells afterwards.
     */
    public void dropPosition() {
        open.values().forEach(progress -> {
            if (progress.asked == null && progress.positioned && progress.failure.kind() == FailureKind.BEHIND) {
                progress.positioned = false;
                progress.tried.clear();
            }
        });
    }

    /** Returns whether every partition has answered. */
    public boolean done() {
        return open.isEmpty();
    }

    /**
     * Returns whether waiting for a fresher table makes sense: some partition that rests has a candidate, or has lost its
     * last one only lately.
     *
     * @param table who can answer, as far as known now
     * @param patienceMillis how long a partition may have been without a candidate
     * @param nowMillis the clock that the table was built with
     */
    public boolean hopeful(RoutingTable table, long patienceMillis, long nowMillis) {
        return open.keySet().stream()
                .anyMatch(partition -> nowMillis - table.unservedSince(view, partition, nowMillis) <= patienceMillis);
    }

    /** Returns whether any request is under way. */
    public boolean waiting() {
        return open.values().stream().anyMatch(progress -> progress.asked != null);
    }

    /** Returns whether every answer so far included the position; without meaning when none was asked for. */
    public boolean positionReached() {
        return positionReached;
    }

    /** Returns the partitions that have not answered, each with its latest failure; one still asked counts as timed out. */
    public SortedMap<Integer, PartitionFailure> missing() {
        SortedMap<Integer, PartitionFailure> missing = new TreeMap<>();
        open.forEach((partition, progress) -> missing.put(
                partition,
                progress.asked == null
                        ? progress.failure
                        : new PartitionFailure(FailureKind.TIMEOUT, "no answer before the deadline")));
        return missing;
    }

    private Instance choose(RoutingTable table, int partition, Progress progress) {
        for (Candidate candidate : table.candidates(view, partition)) {
            if (candidate.eligible(maxStandbyLag)
                    && !progress.tried.contains(candidate.instance().id())) {
                return candidate.instance();
            }
        }
        return null;
    }

    private record Target(Instance instance, boolean positioned) {}

    private static final class Progress {
        private final Set<String> tried = new HashSet<>();
        private Instance asked;
        private boolean positioned;
        private PartitionFailure failure = PartitionFailure.NO_OWNER;

        private Progress(boolean positioned) {
            this.positioned = positioned;
        }
    }
}
