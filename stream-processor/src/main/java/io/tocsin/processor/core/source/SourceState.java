package io.tocsin.processor.core.source;

import io.tocsin.processor.core.alert.AlertBook;
import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.learned.LearnedParts;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.model.LabelSet;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.model.Reason;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.model.SourceStanding;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.pattern.SourceSignals;
import io.tocsin.processor.core.rule.ConditionSet;
import io.tocsin.processor.core.rule.RuleCatalogue;
import io.tocsin.processor.core.scope.ScopeAccount;
import io.tocsin.processor.core.stats.BucketReader;
import io.tocsin.processor.core.stats.RatioWindow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * All that is kept of one source in memory. Changed by {@link SourceFold} only, stored by {@link SourceStateCodec}.
 * Mutable, not thread-safe. Times are stream time in epoch milliseconds.
 */
public final class SourceState {

    /** Deadline of a source that waits for nothing. */
    public static final long NO_DEADLINE = Long.MAX_VALUE;

    static final long NEVER = AlertView.NEVER;

    final SourceId id;
    final long firstSeen;
    /** Latest stream time that the fold was told; time never goes back behind it. */
    long clock;

    long lastSeen;
    long changedAt;
    long eventCount;
    long logCount;
    long operationCount;
    long errorCount;
    long lateCount;
    long futureCount;
    long duplicateCount;
    long droppedSamples;
    long droppedLabels;
    final long[] eventsByStatus = new long[Health.COUNT];
    double severitySum;
    /** Log lines by level; null for a source that never logged. */
    long[] logLevels;

    LabelSet labels = LabelSet.EMPTY;
    long registeredAt = NEVER;
    String description;

    final MetricTable metrics = new MetricTable();
    final LiveBuckets buckets = new LiveBuckets();
    /** Operations and failures of the last minutes; null for a source without operations. */
    RatioWindow operations;
    /** Operations by name; null for a source without operations. Not stored: its metrics are. */
    private OperationTable namedOperations;
    /** Log lines and error lines of the last minutes; null for a source that never logged. */
    RatioWindow logLines;

    /** When the source logged last; {@link #NEVER} when it never did or is not expected to any more. */
    long lastLogAt = NEVER;
    /** How often it logs. */
    final LogRhythm logRhythm = new LogRhythm();
    /** When the last heartbeat came; {@link #NEVER} when none did or none is expected any more. */
    long lastHeartbeatAt = NEVER;

    long heartbeatIntervalMs;

    final ConditionSet conditions = new ConditionSet();
    Verdict verdict = Verdict.UNKNOWN;
    /** Grows with each change of the verdict; not stored. */
    int verdictVersion;

    /** Whether a condition was dropped at decoding because its rule is not in force any more; not stored. */
    boolean rulesGone;

    /** Rules that this state is bound to; null before it was. Not stored, like all that is bound. */
    RuleCatalogue boundTo;
    /** How its metrics are judged; bound as rules are. Not stored. */
    DetectionProfile detection;
    /** Labels that it was bound with. */
    LabelSet boundLabels;
    /** Rules about windows; null without such. */
    TimedRules timed;
    /** Gives the stored buckets, from which windows are filled; null when there are none. */
    Supplier<BucketReader> history;

    AlertBook alerts;
    /** What was found and lasts, in the order in which it was found. */
    final List<OpenFinding> findings = new ArrayList<>(0);
    /** Start of the minute that has not closed for what is learned by the minute; {@link #NEVER} before the first. */
    long openMinute = NEVER;

    /** What was learned; stored apart from all the rest. */
    final LearnedParts learned = new LearnedParts();

    /** What is wrong as part of failure patterns, or null; kept by the totals of scopes, not stored here. */
    SourceSignals signals;
    /** Grows with each change of {@link #signals}; not stored. */
    int signalsVersion;
    /** How much work it got of its group's, or null; not stored. */
    LoadSample load;

    final EvaluationBudget evaluations = new EvaluationBudget();

    long deadline = NO_DEADLINE;
    /** Whether the deadline must be worked out anew; not stored. */
    boolean deadlineStale;
    /** Whether the size must be worked out anew; not stored. */
    boolean sizeStale;

    private int bytes;

    final ScopeAccount account = new ScopeAccount();

    SourceState(SourceId id, long firstSeen) {
        this.id = Objects.requireNonNull(id, "id");
        this.firstSeen = firstSeen;
        this.clock = firstSeen;
        this.lastSeen = firstSeen;
        this.changedAt = firstSeen;
    }

    /** Makes the state of a source that is seen for the first time. */
    public static SourceState create(String tenant, String environment, String name, long streamTime) {
        return new SourceState(new SourceId(tenant, environment, name), streamTime);
    }

    /** Forgets the closed buckets that were not stored, where nobody will ask for them. */
    public void forgetClosedBuckets() {
        buckets.stored();
    }

    /** Says where the stored buckets of the source are, from which rules about windows learn what was before them. */
    public void attachHistory(Supplier<BucketReader> stored) {
        history = stored;
    }

    /** Returns the identity. */
    public SourceId id() {
        return id;
    }

    /**
     * Returns the stream time at which {@link SourceFold#onTick} must be called at the latest, or {@link #NO_DEADLINE}.
     * It may turn out to be too early, never too late; read it again after each call of the fold.
     */
    public long nextDeadline() {
        return deadline;
    }

    /** Returns the band of the score. */
    public Health status() {
        return verdict.status();
    }

    /** Returns the severity in [0,1]. */
    public double severityScore() {
        return verdict.score();
    }

    /** Returns the latest decision. */
    public Decision decision() {
        return verdict.decision();
    }

    /** Returns the number of events, each id once. */
    public long eventCount() {
        return eventCount;
    }

    /** Returns the number of log lines, each id once. */
    public long logCount() {
        return logCount;
    }

    /** Returns the number of log lines of a level, each id once. */
    public long logCount(Level level) {
        return logLevels == null ? 0 : logLevels[level.ordinal()];
    }

    /** Returns the number of events that were judged with a status. */
    public long eventsByStatus(Health band) {
        return eventsByStatus[band.ordinal()];
    }

    /** Returns the sum of the severity scores of all events. */
    public double severitySum() {
        return severitySum;
    }

    /** Returns whether any rule is broken, or was until lately. */
    public boolean breaksRules() {
        return conditions.size() > 0;
    }

    /** Returns the number of alerts that are firing, acknowledged or recovering. */
    public int activeAlerts() {
        return alerts == null ? 0 : alerts.active();
    }

    /** Returns why the source is judged as it is, greatest contribution first. */
    public List<Reason> reasons() {
        return verdict.reasons();
    }

    /** Returns a number that changes when the verdict does; of use within the life of the object only. */
    public int verdictVersion() {
        return verdictVersion;
    }

    /** Returns the latest labels, sorted by name. */
    public Map<String, String> labels() {
        return labels.toMap();
    }

    /** Returns what was learned about it, which is kept apart: its size is not part of {@link #approximateBytes}. */
    public LearnedParts learned() {
        return learned;
    }

    /** Returns when the latest record came: stream time in epoch milliseconds. */
    public long lastSeen() {
        return lastSeen;
    }

    /** Returns what is wrong as part of failure patterns, or null. */
    public SourceSignals signals() {
        return signals;
    }

    /** Returns a number that changes when {@link #signals} does; of use within the life of the object only. */
    public int signalsVersion() {
        return signalsVersion;
    }

    /** Returns how much work it got of that of its group, or null when that is not known or it is in none. */
    public LoadSample load() {
        return load;
    }

    /** Returns what the totals of scopes have counted of this source. */
    public ScopeAccount account() {
        return account;
    }

    /** Returns where the source stands now. Makes texts: not for every record. */
    public SourceStanding standing() {
        return new SourceStanding(
                id,
                labels(),
                status(),
                severityScore(),
                decision(),
                reasons(),
                firstSeen,
                lastSeen,
                changedAt,
                eventCount,
                logCount);
    }

    /** Returns about how many bytes of heap the state takes, texts of its own included. Costs nothing. */
    public int approximateBytes() {
        if (bytes == 0) {
            measure();
        }
        return bytes;
    }

    /** Returns the number of log lines that are errors. */
    long errorLines() {
        long errors = 0;
        for (int i = 0; logLevels != null && i < logLevels.length; i++) {
            errors += Level.of(i).isError() ? logLevels[i] : 0;
        }
        return errors;
    }

    /** Returns the operations by name. */
    OperationTable namedOperations() {
        if (namedOperations == null) {
            namedOperations = new OperationTable();
            for (int i = 0; i < metrics.size(); i++) {
                namedOperations.restore(metrics.get(i));
            }
        }
        return namedOperations;
    }

    /** Works out {@link #approximateBytes} anew; to be called when something was added or went. */
    void measure() {
        int sum = 600 + 2 * id.name().length();
        sum += metrics.approximateBytes() + buckets.approximateBytes() + conditions.approximateBytes();
        for (int i = 0; i < findings.size(); i++) {
            sum += findings.get(i).approximateBytes();
        }
        sum += labels.approximateBytes();
        sum += logLevels == null ? 0 : 16 + 8 * Level.COUNT;
        sum += operations == null ? 0 : operations.approximateBytes();
        sum += namedOperations == null ? 0 : namedOperations.approximateBytes();
        sum += logLines == null ? 0 : logLines.approximateBytes();
        sum += alerts == null ? 0 : alerts.approximateBytes();
        sum += timed == null ? 0 : timed.approximateBytes();
        sum += description == null ? 0 : 56 + description.length();
        bytes = sum;
    }

    /** Returns a hash of the identity that names entries of the evaluation log; the same on every machine. */
    long identityHash() {
        return Fingerprint.of(Map.of("tenant", id.tenant(), "environment", id.environment(), "source", id.name()));
    }
}
