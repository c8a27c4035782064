package io.tocsin.processor.core.environment;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.incident.CorrelationRule;
import io.tocsin.processor.core.incident.IncidentArchive;
import io.tocsin.processor.core.incident.IncidentBook;
import io.tocsin.processor.core.incident.IncidentOrder;
import io.tocsin.processor.core.incident.IncidentView;
import io.tocsin.processor.core.incident.Links;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertNotice;
import io.tocsin.processor.core.model.SourceId;
import io.tocsin.processor.core.pattern.Fleet;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.pattern.PatternChange;
import io.tocsin.processor.core.pattern.PatternStanding;
import io.tocsin.processor.core.pattern.PatternView;
import io.tocsin.processor.core.pattern.PatternWatch;
import io.tocsin.processor.core.pattern.Signal;
import io.tocsin.processor.core.pattern.SignalKind;
import io.tocsin.processor.core.pattern.SourceSignals;
import io.tocsin.processor.core.scope.ScopePart;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The fold of one environment over all partitions: signals of its sources become failure patterns, each has an alert at
 * its likely origin, alerts and patterns become incidents. A partial replaces the slot of its partition; the environment is looked at once a
 * second of stream time at most. Deterministic. Mutable, not thread-safe; times are stream time in epoch milliseconds.
 */
public final class EnvironmentFold {

    private static final int VERSION = 3;
    private static final long STEP_MS = 1_000;
    private static final String RULE_PREFIX = "pattern-";

    private final String tenant;
    private final String environment;
    private final SortedMap<Integer, ScopePart> slots = new TreeMap<>();
    private final PatternWatch watch;
    private final IncidentBook incidents;
    /** The alert of each pattern that holds, by the pattern's id. */
    private final SortedMap<String, Raised> raised = new TreeMap<>();

    private Links links = new Links();
    private long steppedAt = Long.MIN_VALUE;
    private long clock = Long.MIN_VALUE;

    /** Makes the fold of an environment of which nothing is known. */
    public EnvironmentFold(String tenant, String environment, EnvironmentSettings settings, IncidentArchive archive) {
        this(
                tenant,
                environment,
                new PatternWatch(tenant, environment, settings.patterns(), settings.signals()),
                new IncidentBook(tenant, environment, settings.incidents(), archive));
    }

    private EnvironmentFold(String tenant, String environment, PatternWatch watch, IncidentBook incidents) {
        this.tenant = tenant;
        this.environment = environment;
        this.watch = watch;
        this.incidents = incidents;
    }

    /** Goes by other correlation rules of incidents from now on. */
    public void use(List<CorrelationRule> correlation) {
        incidents.use(correlation);
    }

    /** Replaces the slot of a partition; null forgets it. */
    public void replace(int partition, ScopePart part) {
        if (part == null) {
            slots.remove(partition);
        } else {
            slots.put(partition, part);
        }
    }

    /**
     * Looks at the environment, unless it has been looked at within the last second.
     *
     * @return whether it has been looked at
     */
    public boolean step(long streamTime, EnvironmentConclusions out) {
        clock = Math.max(clock, streamTime);
        if (steppedAt != Long.MIN_VALUE && clock - steppedAt < STEP_MS) {
            return false;
        }
        steppedAt = clock;
        Fleet fleet = new Fleet();
        List<LoadSample> loads = new ArrayList<>();
        Links known = new Links();
        for (ScopePart part : slots.values()) {
            fleet.add(part.signals(), part.roster());
            loads.addAll(part.loads());
            part.signals().forEach(source -> link(known, source));
        }
        links = known;
        watch.step(fleet, loads, clock, change -> patternChange(change, out));
        incidents.step(clock, out::incident);
        tellJoins(out);
        return true;
    }

    /** Takes an alert of a source of this environment as it stands now. */
    public void alert(AlertBrief alert, long streamTime, EnvironmentConclusions out) {
        clock = Math.max(clock, streamTime);
        incidents.alert(alert, links, clock);
        tellJoins(out);
    }

    /**
     * Carries out what a person asks of an incident, and tells of it at once.
     *
     * @return whether it did something
     */
    public boolean order(IncidentOrder order, long streamTime, EnvironmentConclusions out) {
        clock = Math.max(clock, streamTime);
        boolean did = incidents.order(order, links, clock);
        if (did) {
            incidents.step(clock, out::incident);
            tellJoins(out);
        }
        return did;
    }

    /** Hands out the incidents that changed and were not told yet: they must be in the archive before this is written. */
    public void unsavedIncidents(Consumer<IncidentView> out) {
        incidents.unsaved(out);
    }

    /** Returns the tenant. */
    public String tenant() {
        return tenant;
    }

    /** Returns the environment. */
    public String environment() {
        return environment;
    }

    /** Returns the patterns that hold now. */
    public List<PatternView> patterns() {
        return watch.active();
    }

    /** Returns the patterns that ended lately, latest first. */
    public List<PatternView> endedPatterns() {
        return watch.ended();
    }

    /** Returns whether anything holds, waits to start, or may be about to end. */
    public boolean isBusy() {
        return watch.isBusy() || incidents.isBusy();
    }

    /** Returns how near each pattern is to holding, as of the latest step. */
    public List<PatternStanding> standings() {
        return watch.standings();
    }

    private void tellJoins(EnvironmentConclusions out) {
        incidents.joins(join -> out.joined(new SourceId(tenant, environment, join.source()), join));
    }

    private void patternChange(PatternChange change, EnvironmentConclusions out) {
        PatternView pattern = change.pattern();
        out.patternChange(change);
        incidents.pattern(change, links, clock);
        if (change.step() == PatternChange.Step.STARTED) {
            Raised alert = new Raised(
                    pattern.origin(), RULE_PREFIX + pattern.kind().id().replace('_', '-'));
            raised.put(pattern.id(), alert);
            notify(alert, true, pattern, out);
        } else if (change.step() == PatternChange.Step.ENDED) {
            Raised alert = raised.remove(pattern.id());
            if (alert != null && !raised.containsValue(alert)) {
                notify(alert, false, pattern, out);
            }
        }
    }

    private void notify(Raised alert, boolean holds, PatternView pattern, EnvironmentConclusions out) {
        out.alertNotice(
                new SourceId(tenant, environment, alert.origin()),
                new AlertNotice(
                        pattern.id() + (holds ? "-holds" : "-over"),
                        alert.rule(),
                        holds,
                        pattern.kind().severity(),
                        Map.of("pattern", pattern.kind().id()),
                        pattern.kind().title(),
                        String.join("; ", pattern.evidence())));
    }

    /** The alert of a pattern: the source that has it, and its rule. */
    private record Raised(String origin, String rule) {}

    private static void link(Links known, SourceSignals source) {
        known.place(source.source(), source.service(), source.host());
        source.targets().forEach(target -> known.call(source.source(), target));
        for (Signal signal : source.signals()) {
            boolean names = signal.kind() == SignalKind.FAILING_CALLS
                    || signal.kind() == SignalKind.UNREACHABLE
                    || signal.kind() == SignalKind.DATABASE;
            if (names && signal.subject() != null) {
                known.call(source.source(), signal.subject());
            }
        }
    }

    /** Writes what is remembered from step to step; the slots are kept as the partials that they are. */
    public void writeTo(ByteWriter writer) {
        writer.writeByte(VERSION);
        writer.writeSigned(steppedAt);
        writer.writeSigned(clock);
        watch.writeTo(writer);
        incidents.writeTo(writer);
        writer.writeUnsigned(raised.size());
        raised.forEach((pattern, alert) -> {
            writer.writeString(pattern);
            writer.writeString(alert.origin());
            writer.writeString(alert.rule());
        });
    }

    /**
     * Reads what {@link #writeTo} wrote; incidents come from the archive, and the slots must be replaced by the stored partials before the next step.
     *
     * @throws CorruptStateException when the bytes are something else
     */
    public static EnvironmentFold readFrom(
            ByteReader reader,
            String tenant,
            String environment,
            EnvironmentSettings settings,
            IncidentArchive archive) {
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("environment of version " + version);
        }
        long steppedAt = reader.readSigned();
        long clock = reader.readSigned();
        EnvironmentFold fold = new EnvironmentFold(
                tenant,
                environment,
                PatternWatch.readFrom(reader, tenant, environment, settings.patterns(), settings.signals()),
                IncidentBook.readFrom(reader, tenant, environment, settings.incidents(), archive));
        int count = reader.readLength(1_000, 3);
        for (int i = 0; i < count; i++) {
            fold.raised.put(reader.readString(), new Raised(reader.readString(), reader.readString()));
        }
        fold.steppedAt = steppedAt;
        fold.clock = clock;
        return fold;
    }
}
