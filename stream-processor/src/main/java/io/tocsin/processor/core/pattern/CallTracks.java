package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.source.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What a source does and whom it calls for it: whether that fails, where it fails and where not, and how long it takes.
 * Bounded: {@value #MOST} targets, of which the least recently called goes, and as many callers. Mutable, not thread-safe;
 * times are stream time in epoch milliseconds.
 */
final class CallTracks {

    /** Targets, and callers, that are known at most. */
    static final int MOST = 8;

    /** Times their usual from which calls count as slow. */
    private static final double SLOW = 2;

    private final OutcomeTrack own;
    /** What calls nobody, as far as is known, since the source began to fail. */
    private final SoundCount uncalled = new SoundCount();

    private final List<TargetTrack> targets = new ArrayList<>(0);
    private final List<String> callers = new ArrayList<>(0);
    private String suspect;
    private long counted;

    CallTracks() {
        this(new OutcomeTrack());
    }

    private CallTracks(OutcomeTrack own) {
        this.own = own;
    }

    /**
     * Counts the end of an operation; returns whether something began or ceased to be wrong with it.
     *
     * @param called who was called, see {@link #target}; or null
     * @param named who the error text names, or null
     */
    boolean count(boolean failed, FailureClass meaning, TargetTrack called, String named, double ms, long now) {
        boolean changed = false;
        TargetTrack at = called != null || named == null ? called : known(named);
        counted++;
        if (at != null) {
            changed = at.outcomes.count(failed, meaning, now);
            changed |= called != null && !Double.isNaN(ms) && at.duration(ms, now);
        }
        boolean wasSound = !own.isSuspicious();
        changed |= own.count(failed, meaning, now);
        if (own.isSuspicious()) {
            if (wasSound) {
                uncalled.clear();
                targets.forEach(target -> target.lately.clear());
            }
            (at == null ? uncalled : at.lately).add(failed);
        }
        if (failed) {
            suspect = at != null ? at.name : named != null ? named : suspect;
        }
        return changed;
    }

    /** Returns the track of a target; one that is not known is added. */
    TargetTrack target(Text name, long now) {
        TargetTrack oldest = null;
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            if (name.contentEquals(target.name)) {
                target.lastAt = now;
                return target;
            }
            oldest = oldest == null || target.lastAt < oldest.lastAt ? target : oldest;
        }
        if (targets.size() == MOST) {
            targets.remove(oldest);
        }
        TargetTrack added = new TargetTrack(name.string());
        added.lastAt = now;
        targets.add(added);
        return added;
    }

    /** Notes that another source called this one. */
    void calledBy(Text name) {
        for (int i = 0; i < callers.size(); i++) {
            if (name.contentEquals(callers.get(i))) {
                return;
            }
        }
        if (callers.size() < MOST) {
            callers.add(name.string());
        }
    }

    /** Returns the target that a text mentions, or null. */
    String mentioned(Text text) {
        for (int i = 0; i < targets.size(); i++) {
            if (FailureWords.mentions(text, targets.get(i).name)) {
                return targets.get(i).name;
            }
        }
        return null;
    }

    /** Judges spans of time that are over; returns whether calls began or ceased to be slow. */
    boolean roll(long now) {
        boolean changed = false;
        for (int i = 0; i < targets.size(); i++) {
            changed |= targets.get(i).roll(now);
        }
        return changed;
    }

    /** Ends what is over because nothing came any more; returns whether anything is. */
    boolean settle(long now, long forgetMs) {
        boolean did = own.settle(now, forgetMs);
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            did |= target.outcomes.settle(now, forgetMs) | target.durations.settle(now, forgetMs);
        }
        return did;
    }

    long deadline(long forgetMs) {
        long next = own.deadline(forgetMs);
        for (int i = 0; i < targets.size(); i++) {
            TargetTrack target = targets.get(i);
            next = Math.min(next, Math.min(target.outcomes.deadline(forgetMs), target.durations.deadline(forgetMs)));
        }
        return next;
    }

    boolean isTroubled() {
        if (own.isFailing()) {
            return true;
        }
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).outcomes.isFailing() || isSlow(targets.get(i))) {
                return true;
            }
        }
        return false;
    }

    /** Adds what is wrong now, targets by name. */
    void addSignals(List<Signal> signals) {
        if (own.isFailing()) {
            signals.add(own.signal(SignalKind.FAILING, suspect));
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
    }

    /** Returns the names of the sources that this one calls, sorted. */
    List<String> targets() {
        List<String> names = new ArrayList<>(targets.size());
        targets.forEach(target -> names.add(target.name));
        names.sort(null);
        return names;
    }

    /** Returns the names of the sources that say, or of which this one says, that they call it; sorted. */
    List<String> callers() {
        List<String> names = new ArrayList<>(callers);
        names.sort(null);
        return names;
    }

    /**
     * Returns what goes well although the source fails, sorted: the targets at which calls succeed, and the empty name when
     * what calls nobody succeeds. Empty when the source does not fail.
     */
    List<String> sound() {
        List<String> names = new ArrayList<>();
        if (own.isFailing()) {
            if (uncalled.isSound()) {
                names.add("");
            }
            for (TargetTrack target : targets) {
                if (target.lately.isSound() && !target.outcomes.isFailing()) {
                    names.add(target.name);
                }
            }
            names.sort(null);
        }
        return names;
    }

    /** Returns how many operations were counted. */
    long counted() {
        return counted;
    }

    /** Returns how many parts there are, for an estimate of the size. */
    int parts() {
        return 1 + 2 * targets.size();
    }

    private TargetTrack known(String name) {
        for (int i = 0; i < targets.size(); i++) {
            if (targets.get(i).name.equals(name)) {
                return targets.get(i);
            }
        }
        return null;
    }

    private static boolean isSlow(TargetTrack target) {
        return target.durations.isUp() && target.durations.ratio() >= SLOW;
    }

    void writeTo(ByteWriter writer) {
        own.writeTo(writer);
        uncalled.writeTo(writer);
        writer.writeNullableString(suspect);
        writer.writeUnsigned(counted);
        writer.writeUnsigned(targets.size());
        targets.forEach(target -> target.writeTo(writer));
        writer.writeUnsigned(callers.size());
        callers.forEach(writer::writeString);
    }

    static CallTracks readFrom(ByteReader reader) {
        CallTracks read = new CallTracks(OutcomeTrack.readFrom(reader));
        read.uncalled.readFrom(reader);
        read.suspect = reader.readNullableString();
        read.counted = reader.readCount();
        int targetCount = reader.readLength(MOST, 10);
        for (int i = 0; i < targetCount; i++) {
            read.targets.add(TargetTrack.readFrom(reader));
        }
        int callerCount = reader.readLength(MOST, 1);
        for (int i = 0; i < callerCount; i++) {
            read.callers.add(reader.readString());
        }
        return read;
    }
}
