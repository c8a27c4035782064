package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/** Looks for all failure patterns in one environment. Mutable, not thread-safe; deterministic. */
public final class PatternWatch {

    private static final int VERSION = 3;

    private final PatternSettings settings;
    private final PatternBook book;
    private final LoadBook loads;
    private final List<Detector> detectors;
    private List<Assessment> latest = List.of();

    /** Makes one that has seen nothing. */
    public PatternWatch(String tenant, String environment, PatternSettings settings, SignalSettings signals) {
        this(settings, signals, new PatternBook(tenant, environment), new LoadBook());
    }

    private PatternWatch(PatternSettings settings, SignalSettings signals, PatternBook book, LoadBook loads) {
        this.settings = settings;
        this.book = book;
        this.loads = loads;
        detectors = List.of(
                new CascadeDetector(settings),
                new ResourceDetector(signals),
                new PartitionDetector(settings),
                new DatabaseDetector(settings),
                new HeartbeatDetector(settings),
                new LoadDetector(loads));
    }

    /**
     * Looks at the environment.
     *
     * @param samples latest load samples of all partitions
     * @param now stream time: epoch milliseconds; must not go back
     */
    public void step(Fleet fleet, Collection<LoadSample> samples, long now, Consumer<PatternChange> out) {
        loads.take(samples);
        loads.advance(settings.imbalanceFactor(), now);
        List<Assessment> found = new ArrayList<>();
        for (Detector detector : detectors) {
            found.addAll(detector.assess(fleet, now));
        }
        latest = found;
        book.take(found, settings, now, out);
    }

    /** Returns the patterns that hold now. */
    public List<PatternView> active() {
        return book.active();
    }

    /** Returns the patterns that ended lately, latest first. */
    public List<PatternView> ended() {
        return book.ended();
    }

    /** Returns whether anything holds or waits to start. */
    public boolean isBusy() {
        return book.isBusy();
    }

    /** Returns how near each pattern is to holding, as of the latest step, in the order of patterns. */
    public List<PatternStanding> standings() {
        List<PatternStanding> standings = new ArrayList<>();
        List<PatternView> active = book.active();
        for (PatternKind kind : PatternKind.values()) {
            Assessment nearest = null;
            for (Assessment assessment : latest) {
                if (assessment.kind() == kind && (nearest == null || assessment.progress() > nearest.progress())) {
                    nearest = assessment;
                }
            }
            standings.add(new PatternStanding(
                    kind,
                    active.stream().anyMatch(pattern -> pattern.kind() == kind),
                    nearest == null ? 0 : nearest.progress(),
                    nearest == null ? List.of() : nearest.criteria()));
        }
        return standings;
    }

    /** Writes what is remembered from step to step. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        book.writeTo(writer);
        loads.writeTo(writer);
    }

    /**
     * Reads what {@link #writeTo} wrote.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static PatternWatch readFrom(
            ByteReader reader, String tenant, String environment, PatternSettings settings, SignalSettings signals) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("patterns of version " + version);
        }
        PatternBook book = new PatternBook(tenant, environment);
        book.readFrom(reader);
        return new PatternWatch(settings, signals, book, LoadBook.readFrom(reader));
    }
}
