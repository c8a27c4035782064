package io.tocsin.alertsink.dispatch;

import io.tocsin.alertsink.engine.EngineChanges;
import io.tocsin.alertsink.engine.EngineState;
import io.tocsin.alertsink.engine.GroupState;
import io.tocsin.alertsink.engine.Heard;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Intent;
import io.tocsin.alertsink.engine.MuteReason;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.engine.Told;
import io.tocsin.schemas.EngineAlert;
import io.tocsin.schemas.EngineGroup;
import io.tocsin.schemas.EngineHeard;
import io.tocsin.schemas.EngineProgress;
import io.tocsin.schemas.EngineTold;
import io.tocsin.schemas.SilenceRecord;
import io.tocsin.schemas.serde.SingleObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ObjIntConsumer;
import java.util.function.Supplier;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Keeps the engine's state in a store. Changes are collected while the engine works and written when it is done, so that a
 * failure half-way leaves the store as it was; what changed several times is written once. Not thread-safe.
 */
final class EngineStore implements EngineChanges {

    private static final byte ALERT = 'a';
    private static final byte GROUP = 'g';
    private static final byte TOLD = 't';
    private static final byte SILENCE = 's';
    private static final byte HEARD = 'h';
    private static final Bytes PROGRESS = Bytes.wrap(new byte[] {'p'});

    private static final SingleObject<EngineAlert> ALERTS = SingleObject.of(EngineAlert.class);
    private static final SingleObject<EngineGroup> GROUPS = SingleObject.of(EngineGroup.class);
    private static final SingleObject<EngineTold> TOLDS = SingleObject.of(EngineTold.class);
    private static final SingleObject<SilenceRecord> SILENCES = SingleObject.of(SilenceRecord.class);
    private static final SingleObject<EngineHeard> HEARDS = SingleObject.of(EngineHeard.class);
    private static final SingleObject<EngineProgress> PROGRESSES = SingleObject.of(EngineProgress.class);

    private final KeyValueStore<Bytes, byte[]> store;
    /** Encodes what is to be written; an empty one deletes. */
    private final Map<Bytes, Optional<Supplier<byte[]>>> changed = new LinkedHashMap<>();

    private final List<Intent> intents = new ArrayList<>();
    private final Map<MuteReason, Integer> suppressed = new EnumMap<>(MuteReason.class);
    private EngineProgress progress = new EngineProgress("", 0L, -1L, 0L);

    EngineStore(KeyValueStore<Bytes, byte[]> store) {
        this.store = store;
    }

    /** Returns what the store holds. */
    EngineState load() {
        EngineState state = new EngineState();
        try (KeyValueIterator<Bytes, byte[]> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<Bytes, byte[]> each = all.next();
                byte[] key = each.key.get();
                switch (key[0]) {
                    case ALERT -> state.add(EngineRecords.held(ALERTS.decode(each.value)));
                    case GROUP -> state.add(EngineRecords.group(GROUPS.decode(each.value)));
                    case TOLD ->
                        state.add(
                                new String(key, 1, key.length - 1, StandardCharsets.UTF_8),
                                EngineRecords.told(TOLDS.decode(each.value)));
                    case SILENCE -> state.add(EngineRecords.silence(SILENCES.decode(each.value)));
                    case HEARD ->
                        state.add(
                                ByteBuffer.wrap(key, 1, Long.BYTES).getLong(),
                                EngineRecords.change(HEARDS.decode(each.value)));
                    default -> progress = PROGRESSES.decode(each.value);
                }
            }
        }
        state.progress(progress.getConfiguration(), progress.getStep());
        return state;
    }

    /** Returns the offset of the latest input whose effect is in the store; -1 for none. */
    long offset() {
        return progress.getOffset();
    }

    /** Returns whether the effect of an input is in the store already. */
    boolean knows(long offset, long timestamp) {
        // A topic that was made anew begins at offset 0 again, but its records are younger.
        return offset <= progress.getOffset() && timestamp <= progress.getTimestamp();
    }

    /** Notes that an input takes effect. */
    void reached(long offset, long timestamp) {
        progress = new EngineProgress(progress.getConfiguration(), progress.getStep(), offset, timestamp);
        EngineProgress now = progress;
        changed.put(PROGRESS, Optional.of(() -> PROGRESSES.encode(now)));
    }

    /** Returns who is to be told, and forgets it. */
    List<Intent> takeIntents() {
        List<Intent> taken = List.copyOf(intents);
        intents.clear();
        return taken;
    }

    /** Hands out of how many alerts nobody was told, by reason, and forgets it. */
    void takeSuppressed(ObjIntConsumer<MuteReason> out) {
        suppressed.forEach(out::accept);
        suppressed.clear();
    }

    /** Writes what changed. Everything is encoded before anything is written. */
    void write() {
        List<KeyValue<Bytes, byte[]>> encoded = new ArrayList<>(changed.size());
        changed.forEach((key, value) ->
                encoded.add(KeyValue.pair(key, value.map(Supplier::get).orElse(null))));
        changed.clear();
        encoded.forEach(each -> store.put(each.key, each.value));
    }

    @Override
    public void alert(HeldAlert alert) {
        changed.put(
                numberKey(ALERT, alert.fingerprint()), Optional.of(() -> ALERTS.encode(EngineRecords.record(alert))));
    }

    @Override
    public void alertGone(long fingerprint) {
        changed.put(numberKey(ALERT, fingerprint), Optional.empty());
    }

    @Override
    public void group(GroupState group) {
        changed.put(numberKey(GROUP, group.number()), Optional.of(() -> GROUPS.encode(EngineRecords.record(group))));
    }

    @Override
    public void groupGone(GroupState group) {
        changed.put(numberKey(GROUP, group.number()), Optional.empty());
    }

    @Override
    public void told(String key, Told told) {
        changed.put(textKey(TOLD, key), Optional.of(() -> TOLDS.encode(EngineRecords.record(told))));
    }

    @Override
    public void toldGone(String key) {
        changed.put(textKey(TOLD, key), Optional.empty());
    }

    @Override
    public void silence(Silence silence) {
        changed.put(textKey(SILENCE, silence.id()), Optional.of(() -> SILENCES.encode(EngineRecords.record(silence))));
    }

    @Override
    public void silenceGone(String id) {
        changed.put(textKey(SILENCE, id), Optional.empty());
    }

    @Override
    public void heard(long fingerprint, Heard.Change change) {
        changed.put(numberKey(HEARD, fingerprint), Optional.of(() -> HEARDS.encode(EngineRecords.record(change))));
    }

    @Override
    public void heardGone(long fingerprint) {
        changed.put(numberKey(HEARD, fingerprint), Optional.empty());
    }

    @Override
    public void progress(String config, long step) {
        progress = new EngineProgress(config, step, progress.getOffset(), progress.getTimestamp());
        EngineProgress now = progress;
        changed.put(PROGRESS, Optional.of(() -> PROGRESSES.encode(now)));
    }

    @Override
    public void intent(Intent intent) {
        intents.add(intent);
    }

    @Override
    public void suppressed(MuteReason reason) {
        suppressed.merge(reason, 1, Integer::sum);
    }

    private static Bytes numberKey(byte kind, long number) {
        return Bytes.wrap(
                ByteBuffer.allocate(1 + Long.BYTES).put(kind).putLong(number).array());
    }

    private static Bytes textKey(byte kind, String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(
                ByteBuffer.allocate(1 + utf8.length).put(kind).put(utf8).array());
    }
}
