package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.alert.Fingerprint;
import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One occurrence of a pattern, from the first time its criteria are met until it ends. Mutable. */
final class Occurrence {

    private static final int MOST_SOURCES = 64;
    private static final int MOST_EVIDENCE = 16;
    /** So many times longer is waited while the origin is in doubt, and so many times at most. */
    private static final int DOUBTFUL = 3;

    private static final int LONGEST = 5;

    final PatternKind kind;
    final long number;
    long pendingSince;
    /** When it was recognised, or {@link PatternView#NEVER}. */
    long startedAt = PatternView.NEVER;

    /** When it ended, or {@link PatternView#NEVER}. */
    long endedAt = PatternView.NEVER;

    long lastHeld;
    long toldAt;
    /** Whether its sources are others than has been told. */
    boolean untold;

    String origin;
    /** Since when the origin is the same one. */
    private long originSince;
    /** The origin by what has been seen lately, if it is another one than has been told; or null. */
    private String otherOrigin;

    private long otherSince;
    private boolean doubtful;
    private List<String> sources = List.of();
    private long events;
    private long onset;
    private double confidence;
    private List<Criterion> criteria = List.of();
    private List<String> evidence = List.of();

    Occurrence(PatternKind kind, long number, long now) {
        this.kind = kind;
        this.number = number;
        this.pendingSince = now;
    }

    boolean isStarted() {
        return startedAt != PatternView.NEVER;
    }

    boolean isAbout(Assessment assessment) {
        if (assessment.origin().equals(origin)) {
            return true;
        }
        for (String source : assessment.sources()) {
            if (sources.contains(source)) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether what an assessment is about includes this one. */
    boolean isWithin(Assessment assessment) {
        return kind == assessment.kind() && assessment.sources().contains(origin);
    }

    /** Returns whether the criteria have been met, with one origin, for long enough. */
    boolean isConfirmed(PatternSettings settings, long now) {
        long confirm = settings.confirmMs();
        long needed = doubtful ? DOUBTFUL * confirm : confirm;
        return now - Math.max(pendingSince, originSince) >= needed || now - pendingSince >= LONGEST * confirm;
    }

    /** Returns whether it has turned out to come from another source than has been told. */
    boolean isElsewhere(PatternSettings settings, long now) {
        return isStarted() && otherOrigin != null && now - otherSince >= 2 * settings.confirmMs();
    }

    /** Takes what was seen now. */
    void take(Assessment assessment, long now) {
        lastHeld = now;
        List<String> merged = new ArrayList<>(assessment.sources());
        for (String source : sources) {
            if (!merged.contains(source)) {
                merged.add(source);
            }
        }
        if (merged.size() > MOST_SOURCES) {
            merged = merged.subList(0, MOST_SOURCES);
        }
        untold |= merged.size() != sources.size();
        onset = sources.isEmpty() ? assessment.onset() : Math.min(onset, assessment.onset());
        takeOrigin(assessment, now);
        sources = List.copyOf(merged);
        events = Math.max(events, assessment.events());
        confidence = Math.max(confidence, assessment.confidence());
        criteria = assessment.criteria();
        evidence = assessment
                .evidence()
                .subList(0, Math.min(MOST_EVIDENCE, assessment.evidence().size()));
    }

    /** Goes on from what has been told of this occurrence under another origin. */
    void succeed(Occurrence before) {
        onset = Math.min(onset, before.onset);
        events = Math.max(events, before.events);
        explain("it was first taken to come from " + before.origin);
    }

    /** Adds to the evidence why it is told so. */
    void explain(String why) {
        List<String> more = new ArrayList<>(evidence.subList(0, Math.min(MOST_EVIDENCE - 1, evidence.size())));
        more.add(why);
        evidence = List.copyOf(more);
    }

    private void takeOrigin(Assessment assessment, long now) {
        doubtful = assessment.doubtful();
        if (assessment.origin().equals(origin)) {
            otherOrigin = null;
        } else if (!isStarted()) {
            origin = assessment.origin();
            originSince = now;
        } else if (!assessment.origin().equals(otherOrigin)) {
            otherOrigin = assessment.origin();
            otherSince = now;
        }
    }

    PatternView view(String tenant, String environment) {
        return new PatternView(
                id(tenant, environment),
                tenant,
                environment,
                kind,
                isStarted() && endedAt == PatternView.NEVER,
                Math.round(1000 * Math.min(0.999, confidence)) / 1000.0,
                origin,
                sources,
                events,
                onset,
                startedAt,
                lastHeld,
                endedAt,
                evidence,
                criteria);
    }

    String id(String tenant, String environment) {
        return "pat-"
                + Fingerprint.text(Fingerprint.of(
                        Map.of("tenant", tenant, "environment", environment, "pattern", kind.id(), "n", "" + number)));
    }

    void writeTo(ByteWriter writer) {
        writer.writeByte(kind.ordinal());
        writer.writeUnsigned(number);
        writer.writeSigned(pendingSince);
        writer.writeSigned(startedAt);
        writer.writeSigned(endedAt);
        writer.writeSigned(lastHeld);
        writer.writeSigned(toldAt);
        writer.writeBoolean(untold);
        writer.writeString(origin);
        writer.writeSigned(originSince);
        writer.writeNullableString(otherOrigin);
        writer.writeSigned(otherSince);
        writer.writeBoolean(doubtful);
        writer.writeSigned(onset);
        writer.writeUnsigned(events);
        writer.writeDouble(confidence);
        writer.writeUnsigned(sources.size());
        sources.forEach(writer::writeString);
        writer.writeUnsigned(evidence.size());
        evidence.forEach(writer::writeString);
        writer.writeUnsigned(criteria.size());
        for (Criterion criterion : criteria) {
            writer.writeString(criterion.name());
            writer.writeDouble(criterion.value());
            writer.writeDouble(criterion.threshold());
        }
    }

    static Occurrence readFrom(ByteReader reader) {
        PatternKind kind = PatternKind.of(reader.readInt(0, PatternKind.values().length - 1));
        Occurrence read = new Occurrence(kind, reader.readCount(), reader.readSigned());
        read.startedAt = reader.readSigned();
        read.endedAt = reader.readSigned();
        read.lastHeld = reader.readSigned();
        read.toldAt = reader.readSigned();
        read.untold = reader.readBoolean();
        read.origin = reader.readString();
        read.originSince = reader.readSigned();
        read.otherOrigin = reader.readNullableString();
        read.otherSince = reader.readSigned();
        read.doubtful = reader.readBoolean();
        read.onset = reader.readSigned();
        read.events = reader.readCount();
        read.confidence = reader.readFinite();
        read.sources = strings(reader, MOST_SOURCES);
        read.evidence = strings(reader, MOST_EVIDENCE);
        int count = reader.readLength(MOST_EVIDENCE, 3);
        List<Criterion> criteria = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            criteria.add(new Criterion(reader.readString(), reader.readFinite(), reader.readFinite()));
        }
        read.criteria = List.copyOf(criteria);
        return read;
    }

    private static List<String> strings(ByteReader reader, int most) {
        int count = reader.readLength(most, 1);
        List<String> strings = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            strings.add(reader.readString());
        }
        return List.copyOf(strings);
    }
}
