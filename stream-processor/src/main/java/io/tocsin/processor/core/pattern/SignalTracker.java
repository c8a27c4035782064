package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.learned.LearnedPart;
import io.tocsin.processor.core.model.Level;
import io.tocsin.processor.core.source.Text;
import java.util.ArrayList;
import java.util.List;

/**
 * Watches one source for what may be part of a failure pattern. Per record it only counts; texts are read when something
 * failed or a line is a warning at least; metrics are judged once per closed bucket. Bounded: {@value #MOST_TARGETS}
 * targets, of which the least recently called goes, and {@value #MOST_METRICS} metrics. Mutable, not thread-safe; times are
 * stream time in epoch milliseconds.
 */
public final class SignalTracker implements LearnedPart {

    /** Targets that are known of a source at most. */
    public static final int MOST_TARGETS = CallTracks.MOST;

    private static final int MOST_METRICS = 12;

    private static final int VERSION = 3;
    private static final int BYTES = 400;
    private static final int BYTES_EACH = 220;

    private CallTracks calls;
    private final List<MetricTrack> metrics = new ArrayList<>(0);
    private FailureCounts failureCounts;
    private WordTracks words = new WordTracks();
    private HeartbeatTrack heartbeats;
    private boolean dirty;
    private boolean changed;

    /**
     * Counts the end of an operation.
     *
     * @param durationMs duration in milliseconds, or NaN
     * @param error what went wrong; may be null
     * @param target the source that was called; may be null
     */
    public void operation(boolean success, double durationMs, Text error, Text target, long now) {
        FailureClass meaning = success ? FailureClass.OTHER : FailureWords.classify(error);
        count(success, meaning, durationMs, error, target, now);
    }

    /**
     * Counts an answer by its HTTP status: 500 and above is a failure.
     *
     * @param error what went wrong; may be null
     * @param target the source that was called; may be null
     */
    public void status(int httpStatus, double durationMs, Text error, Text target, long now) {
        boolean success = httpStatus < 500;
        FailureClass meaning = success ? FailureClass.OTHER : FailureWords.classify(error);
        if (meaning == FailureClass.OTHER && httpStatus >= 502 && httpStatus <= 504) {
            meaning = httpStatus == 504 ? FailureClass.TIMEOUT : FailureClass.UPSTREAM;
        }
        count(success, meaning, durationMs, error, target, now);
    }

    /** Notes that another source called this one. */
    public void calledBy(Text caller) {
        calls().calledBy(caller);
    }

    /** Reads a log line of level WARN or above, or one without a level. */
    public void line(Level level, Text message, long now) {
        if (level != Level.UNKNOWN && level.compareTo(Level.WARN) < 0) {
            return;
        }
        FailureClass meaning = FailureWords.classify(message);
        switch (meaning) {
            case CONNECTIVITY -> say(WordTracks.About.UNREACHABLE, named(message), now);
            case DATABASE -> say(WordTracks.About.DATABASE, named(message), now);
            case EXHAUSTION -> say(WordTracks.About.EXHAUSTED, null, now);
            default -> {}
        }
        if (level.isError()) {
            say(WordTracks.About.ERRORS, named(message), now);
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

    /**
     * Takes how many failures, and how many requests, a source counted in a bucket that has closed.
     *
     * @param requests requests, or NaN when it does not say
     * @param cumulative whether both were counted since the source started, not in the bucket alone
     */
    public void failureCount(double failures, double requests, boolean cumulative, long now) {
        dirty = true;
        if (failureCounts == null) {
            failureCounts = new FailureCounts();
        }
        if (failureCounts.add(failures, requests, cumulative, now)) {
            changed = true;
        }
    }

    /** Says that a bucket has closed and its metrics were told: what is wrong is told anew. */
    public void bucketClosed(long now) {
        dirty = true;
        if (heartbeats != null) {
            heartbeats.reported(now);
        }
        if (calls != null && calls.roll(now) || isTroubled()) {
            changed = true;
        }
    }

    /** Ends what is over because nothing came any more, and notices that heartbeats are overdue. */
    public void settle(SignalSettings settings, long now) {
        long forget = settings.forgetMs();
        boolean did = calls != null && calls.settle(now, forget);
        for (int i = 0; i < metrics.size(); i++) {
            did |= metrics.get(i).settle(now, forget);
        }
        did |= failureCounts != null && failureCounts.settle(now, forget);
        did |= words.settle(now);
        did |= heartbeats != null && heartbeats.settle(now);
        // Counts fade and beats are given up also where that changes nothing that is told.
        dirty = true;
        changed |= did;
    }

    /** Returns when {@link #settle} must be called at the latest, or {@link Long#MAX_VALUE}. */
    public long nextDeadline(SignalSettings settings) {
        long forget = settings.forgetMs();
        long next = calls == null ? Long.MAX_VALUE : calls.deadline(forget);
        for (int i = 0; i < metrics.size(); i++) {
            next = Math.min(next, metrics.get(i).deadline(forget));
        }
        next = failureCounts == null ? next : Math.min(next, failureCounts.deadline(forget));
        next = Math.min(next, words.deadline());
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
        if (calls != null && calls.isTroubled()
                || heartbeats != null && heartbeats.isTroubled()
                || failureCounts != null && failureCounts.isFailing()) {
            return true;
        }
        for (int i = 0; i < metrics.size(); i++) {
            if (metrics.get(i).isTroubled()) {
                return true;
            }
        }
        return words.isTroubled();
    }

    /** Returns what is wrong now, in the order of kinds and subjects. Makes objects: not for every record. */
    public List<Signal> signals(long now) {
        List<Signal> signals = new ArrayList<>();
        if (calls != null) {
            calls.addSignals(signals);
        }
        for (MetricTrack metric : metrics) {
            if (metric.isTroubled()) {
                signals.add(metric.signal());
            }
        }
        if (failureCounts != null && failureCounts.isFailing()) {
            signals.add(failureCounts.signal());
        }
        words.addSignals(signals);
        if (heartbeats != null && heartbeats.isTroubled()) {
            signals.add(heartbeats.signal(now));
        }
        signals.sort((a, b) -> a.kind().compareTo(b.kind()));
        return signals;
    }

    /** Returns the names of the sources that this one calls, sorted. */
    public List<String> targets() {
        return calls == null ? List.of() : calls.targets();
    }

    /** Returns the names of the sources that call this one, as far as it says so, sorted. */
    public List<String> callers() {
        return calls == null ? List.of() : calls.callers();
    }

    /**
     * Returns what goes well although the source fails, sorted: targets at which calls succeed, and the empty name when what
     * calls nobody succeeds.
     */
    public List<String> sound() {
        return calls == null ? List.of() : calls.sound();
    }

    /** Returns how many operations and answers were counted. */
    public long counted() {
        return calls == null ? 0 : calls.counted();
    }

    @Override
    public int approximateBytes() {
        int parts = metrics.size() + (heartbeats == null ? 0 : 1) + (calls == null ? 0 : calls.parts());
        return BYTES + BYTES_EACH * (parts + words.parts() + (failureCounts == null ? 0 : 1));
    }

    @Override
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeBoolean(calls != null);
        if (calls != null) {
            calls.writeTo(writer);
        }
        writer.writeUnsigned(metrics.size());
        metrics.forEach(metric -> metric.writeTo(writer));
        writer.writeBoolean(failureCounts != null);
        if (failureCounts != null) {
            failureCounts.writeTo(writer);
        }
        words.writeTo(writer);
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
        if (reader.readBoolean()) {
            tracker.calls = CallTracks.readFrom(reader);
        }
        int metricCount = reader.readLength(MOST_METRICS, 8);
        for (int i = 0; i < metricCount; i++) {
            tracker.metrics.add(MetricTrack.readFrom(reader));
        }
        if (reader.readBoolean()) {
            tracker.failureCounts = FailureCounts.readFrom(reader);
        }
        tracker.words = WordTracks.readFrom(reader);
        if (reader.readBoolean()) {
            tracker.heartbeats = HeartbeatTrack.readFrom(reader);
        }
        return tracker;
    }

    private void count(boolean success, FailureClass meaning, double durationMs, Text error, Text target, long now) {
        dirty = true;
        CallTracks all = calls();
        TargetTrack called = target == null || target.isEmpty() ? null : all.target(target, now);
        String named = success || called != null || error == null ? null : named(error);
        if (all.count(!success, meaning, called, named, durationMs, now)) {
            changed = true;
        }
        if (meaning == FailureClass.DATABASE) {
            say(WordTracks.About.DATABASE, called != null ? called.name : named, now);
        } else if (meaning == FailureClass.EXHAUSTION) {
            say(WordTracks.About.EXHAUSTED, null, now);
        }
    }

    private CallTracks calls() {
        if (calls == null) {
            calls = new CallTracks();
        }
        return calls;
    }

    private void say(WordTracks.About about, String named, long now) {
        dirty = true;
        if (words.say(about, named, now)) {
            changed = true;
        }
    }

    /** Returns the source that a text names: one that is called from here, else one that stands like an address; or null. */
    private String named(Text text) {
        String mentioned = calls == null ? null : calls.mentioned(text);
        return mentioned != null ? mentioned : AddressScan.find(text);
    }
}
