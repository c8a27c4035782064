package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedPart;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Watches one source for what may be part of a failure pattern. Per record it only counts; texts are read when something
 * failed or a line is a warning at least; metrics are judged once per closed bucket. Bounded: {@value #MOST_TARGETS}
 * targets, of which the least recently called goes, and {@value #MOST_METRICS} metrics. Mutable, not thread-safe; times are
 * stream time in epoch milliseconds.
 */
public final class SignalTracker implements LearnedPart {

    /** Targets that are known of a source at most. */
    public static final int MOST_TARGETS = 8;

    private static final int MOST_METRICS = 12;
    /** Times their usual from which calls count as slow. */
    private static final double SLOW = 2;

    private static final int VERSION = 2;
    private static final int BYTES = 400;
    private static final int BYTES_EACH = 220;

    private OutcomeTrack outcomes;
    private final List<TargetTrack> targets = new ArrayList<>(0);
    private final List<MetricTrack> metrics = new ArrayList<>(0);
    private final WordTrack[] words = new WordTrack[Words.values().length];
    private HeartbeatTrack heartbeats;
    private String suspect;
    private boolean dirty;
    private boolean changed;

    /** What the texts are about that are counted. */
    private enum Words {
        UNREACHABLE(SignalKind.UNREACHABLE, FailureClass.CONNECTIVITY),
        DATABASE(SignalKind.DATABASE, FailureClass.DATABASE),
        EXHAUSTED(SignalKind.EXHAUSTED, FailureClass.EXHAUSTION),
        ERRORS(SignalKind.ERROR_LOGS, FailureClass.OTHER);

        private final SignalKind kind;
        private final FailureClass meaning;

        Words(SignalKind kind, FailureClass meaning) {
            this.kind = kind;
            this.meaning = meaning;
        }
    }

    /**
     * Counts the end of an operation.
     *
     * @param durationMs duration in milliseconds, or NaN
     * @param error what went wrong; may be null
     * @param target the source that was called; may be null
     */
    public void operation(boolean success, double durationMs, Text error, Text target, long now) {
        dirty = true;
        FailureClass meaning = success ? FailureClass.OTHER : FailureWords.classify(error);
        TargetTrack called = target.isEmpty() ? null : target(target, now);
        if (called != null) {
            if (called.outcomes.count(!success, meaning, now)) {
                changed = true;
            }
            if (!Double.isNaN(durationMs) && called.duration(durationMs, now)) {
                changed = true;
            }
        }
        outcome(success, meaning, now);
        if (!success) {
            failure(meaning, called, error, now);
        }
    }

    /** Counts an answer by its HTTP status: 500 and above is a failure. */
    public void status(int httpStatus, long now) {
        dirty = true;
        outcome(
                httpStatus < 500,
                httpStatus == 502 || httpStatus == 503 ? FailureClass.UPSTREAM : FailureClass.OTHER,
                now);
    }

    /** Reads a log line of level WARN or above, or one without a level. */
    public void line(Level level, Text message, long now) {
        if (level != Level.UNKNOWN && level.compareTo(Level.WARN) < 0) {
            return;
        }
        FailureClass meaning = FailureWords.classify(message);
        switch (meaning) {
            case CONNECTIVITY -> say(Words.UNREACHABLE, named(message), now);
            case DATABASE -> say(Words.DATABASE, named(message), now);
            case EXHAUSTION -> say(Words.EXHAUSTED, null, now);
            default -> {}
        }
        if (level.isError()) {
            say(Words.ERRORS, named(message), now);
        }
    }

    /**
     * Takes a heartbeat.
     *
     * @param intervalMs promised time to the next one, or 0
     */
    public void heartbeat(long intervalMs, long now) {
        dirty = true;
        if (heartbeats == null) {
            heartbeats = new HeartbeatTrack();
        }
        if (heartbeats.beat(intervalMs, now)) {
            changed = true;
        }
    }

    /** Takes the mean of a metric over a bucket that has closed. */
    public void metric(String name, MetricRole role, double mean, SignalSettings settings, long now) {
        dirty = true;
        MetricTrack track = null;
        for (int i = 0; i < metrics.size() && track == null; i++) {
            track = metrics.get(i).name.equals(name) ? metrics.get(i) : null;
        }
        if (track == null) {
            if (metrics.size() == MOST_METRICS) {
                return;
            }
            track = new MetricTrack(name, role);
            metrics.add(track);
        }
        if (track.add(mean, settings.resourceLimit(), now)) {
            changed = true;
        }
    }

    /** Says that a bucket has closed and its metrics were told: what is wrong is told anew. */
    public void bucketClosed(long now) {
        dirty = true;
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).roll(now)) {
                changed = true;
            }
        }
        if (isTroubled()) {
            changed = true;
        }
    }

    /** Ends what is over because nothing came any more, and notices that heartbeats are overdue. */
    public void settle(SignalSettings settings, long now) {
        long forget = settings.forgetMs();
        boolean did = outcomes != null && outcomes.settle(now, forget);
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            did |= target.outcomes.settle(now, forget) | target.durations.settle(now, forget);
        }
        for (int i = 0; i < metrics.size(); i++) {
            did |= metrics.get(i).settle(now, forget);
        }
        for (WordTrack track : words) {
            dirty |= track != null;
            did |= track != null && track.settle(now);
        }
        did |= heartbeats != null && heartbeats.settle(now);
        dirty |= did;
        changed |= did;
    }

    /** Returns when {@link #settle} must be called at the latest, or {@link Long#MAX_VALUE}. */
    public long nextDeadline(SignalSettings settings) {
        long forget = settings.forgetMs();
        long next = outcomes == null ? Long.MAX_VALUE : outcomes.deadline(forget);
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            next = Math.min(next, Math.min(target.outcomes.deadline(forget), target.durations.deadline(forget)));
        }
        for (int i = 0; i < metrics.size(); i++) {
            next = Math.min(next, metrics.get(i).deadline(forget));
        }
        for (WordTrack track : words) {
            next = track == null ? next : Math.min(next, track.deadline());
        }
        return heartbeats == null ? next : Math.min(next, heartbeats.deadline());
    }

    /** Returns whether {@link #signals} may say something else than at the last call. */
    public boolean takeChanged() {
        boolean was = changed;
        changed = false;
        return was;
    }

    @Override
    public boolean isDirty() {
        return dirty;
    }

    @Override
    public void written() {
        dirty = false;
    }

    /** Returns whether anything is wrong. */
    public boolean isTroubled() {
        if (outcomes != null && outcomes.isFailing() || heartbeats != null && heartbeats.isTroubled()) {
            return true;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).outcomes.isFailing() || isSlow(targets.get(i))) {
                return true;
            }
        }
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).isTroubled()) {
                return true;
            }
        }
        for (WordTrack track : words) {
            if (track != null && track.isBusy()) {
                return true;
            }
        }
        return false;
    }

    /** Returns what is wrong now, in the order of kinds and subjects. Makes objects: not for every record. */
    public List<Signal> signals(long now) {
        List<Signal> signals = new ArrayList<>();
        if (outcomes != null && outcomes.isFailing()) {
            signals.add(outcomes.signal(SignalKind.FAILING, suspect));
        }
        TreeMap<String, TargetTrack> byName = new TreeMap<>();
        for (TargetTrack target : targets) {
            byName.put(target.name, target);
        }
        for (TargetTrack target : byName.values()) {
            if (target.outcomes.isFailing()) {
                signals.add(target.outcomes.signal(SignalKind.FAILING_CALLS, target.name));
            }
            if (isSlow(target)) {
                signals.add(target.durations.signal(
                        SignalKind.SLOW_CALLS, target.name, target.durations.ratio(), FailureClass.OTHER));
            }
        }
        for (MetricTrack metric : metrics) {
            if (metric.isTroubled()) {
                signals.add(metric.signal());
            }
        }
        for (Words about : Words.values()) {
            WordTrack track = words[about.ordinal()];
            if (track != null && track.isBusy()) {
                signals.add(track.signal(about.kind, about.meaning));
            }
        }
        if (heartbeats != null && heartbeats.isTroubled()) {
            signals.add(heartbeats.signal(now));
        }
        signals.sort((a, b) -> a.kind().compareTo(b.kind()));
        return signals;
    }

    /** Returns the names of the sources that this one calls, sorted. */
    public List<String> targets() {
        List<String> names = new ArrayList<>(targets.size());
        for (TargetTrack target : targets) {
            names.add(target.name);
        }
        names.sort(null);
        return names;
    }

    @Override
    public int approximateBytes() {
        int parts = targets.size() * 2 + metrics.size() + (heartbeats == null ? 0 : 1) + (outcomes == null ? 0 : 1);
        for (WordTrack track : words) {
            parts += track == null ? 0 : 1;
        }
        return BYTES + BYTES_EACH * parts;
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeNullableString(suspect);
        writer.writeBoolean(outcomes != null);
        if (outcomes != null) {
            outcomes.writeTo(writer);
        }
        writer.writeUnsigned(targets.size());
        targets.forEach(target -> target.writeTo(writer));
        writer.writeUnsigned(metrics.size());
        metrics.forEach(metric -> metric.writeTo(writer));
        for (WordTrack track : words) {
            writer.writeBoolean(track != null);
            if (track != null) {
                track.writeTo(writer);
            }
        }
        writer.writeBoolean(heartbeats != null);
        if (heartbeats != null) {
            heartbeats.writeTo(writer);
        }
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static SignalTracker readFrom(ByteReader reader) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("signals of version " + version);
        }
        SignalTracker tracker = new SignalTracker();
        tracker.suspect = reader.readNullableString();
        if (reader.readBoolean()) {
            tracker.outcomes = OutcomeTrack.readFrom(reader);
        }
        int targetCount = reader.readLength(MOST_TARGETS, 10);
        for (int i = 0; i < targetCount; i++) {
            tracker.targets.add(TargetTrack.readFrom(reader));
        }
        int metricCount = reader.readLength(MOST_METRICS, 8);
        for (int i = 0; i < metricCount; i++) {
            tracker.metrics.add(MetricTrack.readFrom(reader));
        }
        for (int i = 0; i < tracker.words.length; i++) {
            tracker.words[i] = reader.readBoolean() ? WordTrack.readFrom(reader) : null;
        }
        if (reader.readBoolean()) {
            tracker.heartbeats = HeartbeatTrack.readFrom(reader);
        }
        return tracker;
    }

    private void outcome(boolean success, FailureClass meaning, long now) {
        if (outcomes == null) {
            outcomes = new OutcomeTrack();
        }
        if (outcomes.count(!success, meaning, now)) {
            changed = true;
        }
    }

    private void failure(FailureClass meaning, TargetTrack called, Text error, long now) {
        String named = called != null ? called.name : named(error);
        suspect = named == null ? suspect : named;
        if (called == null && named != null) {
            for (TargetTrack target : targets) {
                if (target.name.equals(named) && target.outcomes.count(true, meaning, now)) {
                    changed = true;
                }
            }
        }
        if (meaning == FailureClass.DATABASE) {
            say(Words.DATABASE, named, now);
        } else if (meaning == FailureClass.EXHAUSTION) {
            say(Words.EXHAUSTED, null, now);
        }
    }

    private void say(Words about, String named, long now) {
        dirty = true;
        WordTrack track = words[about.ordinal()];
        if (track == null) {
            track = new WordTrack();
            words[about.ordinal()] = track;
        }
        if (track.add(named, now)) {
            changed = true;
        }
    }

    /** Returns the source that a text names: one that is called from here, else one that stands like an address; or null. */
    private String named(Text text) {
        for (int i = 0; i < targets.size(); i++) {
            if (FailureWords.mentions(text, targets.get(i).name)) {
                return targets.get(i).name;
            }
        }
        return AddressScan.find(text);
    }

    private TargetTrack target(Text name, long now) {
        TargetTrack oldest = null;
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            if (name.contentEquals(target.name)) {
                target.lastAt = now;
                return target;
            }
            oldest = oldest == null || target.lastAt < oldest.lastAt ? target : oldest;
        }
        if (targets.size() == MOST_TARGETS) {
            targets.remove(oldest);
        }
        TargetTrack added = new TargetTrack(name.string());
        added.lastAt = now;
        targets.add(added);
        return added;
    }

    private static boolean isSlow(TargetTrack target) {
        return target.durations.isUp() && target.durations.ratio() >= SLOW;
    }
}
