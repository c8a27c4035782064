package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.pattern.Roster;
import io.tocsin.processor.core.pattern.RosterView;
import io.tocsin.processor.core.pattern.SignalCodec;
import io.tocsin.processor.core.pattern.SourceSignals;
import io.tocsin.processor.core.source.SourceState;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What the sources of one environment on one task show of failure patterns. Bounded: signals of {@value #MOST_SIGNALS}
 * sources and loads of {@value #MOST_LOADS}; further ones are left out. Mutable, not thread-safe.
 */
final class ScopeWatch {

    static final int MOST_SIGNALS = 200;
    static final int MOST_LOADS = 500;

    private static final long LOAD_FORGOTTEN_MS = 600_000;
    /** A scope goes on telling where it stands for so long after trouble, so that ends are noticed. */
    private static final long AWAKE_MS = 900_000;

    private final SortedMap<String, SourceSignals> signals = new TreeMap<>();
    private final SortedMap<String, LoadSample> loads = new TreeMap<>();
    private final Roster roster;
    private BriefQueue alerts = new BriefQueue();
    private long awakeUntil = Long.MIN_VALUE;

    ScopeWatch() {
        this(new Roster());
    }

    private ScopeWatch(Roster roster) {
        this.roster = roster;
    }

    /** Takes what is new about a source. */
    void update(SourceState source) {
        ScopeAccount account = source.account();
        String name = source.id().name();
        if (source.eventCount() + source.logCount() > 0) {
            // Others may speak of a source that never says a word; nothing follows from its silence.
            account.place = roster.touch(account.place, name, source.lastSeen());
        }
        if (account.signalsVersion != source.signalsVersion()) {
            if (source.signals() == null) {
                signals.remove(name);
            } else if (signals.size() < MOST_SIGNALS || signals.containsKey(name)) {
                signals.put(name, source.signals());
            }
        }
        LoadSample load = source.load();
        if (load != null && account.load != load && (loads.size() < MOST_LOADS || loads.containsKey(name))) {
            loads.put(name, load);
        }
    }

    /** Takes an alert that changed. */
    void alert(AlertBrief alert) {
        alerts.offer(alert);
    }

    /** Takes the alerts that are told next. */
    List<AlertBrief> takeAlerts() {
        return alerts.take();
    }

    /** Returns whether the scope must be told of although nothing in it changed. */
    boolean isAwake(long activeAlerts, long streamTime) {
        if (!signals.isEmpty() || activeAlerts > 0) {
            awakeUntil = streamTime + AWAKE_MS;
        }
        return streamTime < awakeUntil || !alerts.isEmpty();
    }

    List<SourceSignals> signals() {
        return List.copyOf(signals.values());
    }

    List<LoadSample> loads(long streamTime) {
        loads.values().removeIf(load -> streamTime - load.at() > LOAD_FORGOTTEN_MS);
        return List.copyOf(loads.values());
    }

    RosterView roster(long streamTime) {
        return roster.view(streamTime);
    }

    void writeTo(ByteWriter writer) {
        roster.writeTo(writer);
        writer.writeUnsigned(signals.size());
        signals.values().forEach(each -> SignalCodec.write(writer, each));
        writer.writeUnsigned(loads.size());
        loads.values().forEach(each -> SignalCodec.write(writer, each));
        writer.writeSigned(awakeUntil);
        alerts.writeTo(writer);
    }

    static ScopeWatch readFrom(ByteReader reader) {
        ScopeWatch watch = new ScopeWatch(Roster.readFrom(reader));
        int troubled = reader.readLength(MOST_SIGNALS, 6);
        for (int i = 0; i < troubled; i++) {
            SourceSignals source = SignalCodec.readSignals(reader);
            watch.signals.put(source.source(), source);
        }
        int sharing = reader.readLength(MOST_LOADS, 6);
        for (int i = 0; i < sharing; i++) {
            LoadSample load = SignalCodec.readLoad(reader);
            watch.loads.put(load.source(), load);
        }
        watch.awakeUntil = reader.readSigned();
        watch.alerts = BriefQueue.readFrom(reader);
        return watch;
    }
}
