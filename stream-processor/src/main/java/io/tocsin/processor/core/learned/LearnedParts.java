package io.tocsin.processor.core.learned;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The learned parts of one source, each loaded when it is first asked for. A handful, mostly in memory for the moments in
 * which a minute closes. Mutable, not thread-safe.
 */
public final class LearnedParts {

    private static final int BASE_BYTES = 48;
    private static final int SLOT_BYTES = 64;

    /** A part in memory; {@code part} is null when the store was asked and had none. */
    private static final class Slot {
        final LearnedKind<?> kind;
        LearnedPart part;
        boolean removed;
        /** How often the part was written whole; steps belong to the whole with their number. */
        long generation;
        /** Whether there are steps in the store. */
        boolean hasSteps;

        Slot(LearnedKind<?> kind) {
            this.kind = kind;
        }
    }

    private final List<Slot> slots = new ArrayList<>(0);
    private LearnedStore store = LearnedStore.NONE;

    /** Says where the parts are kept; to be called before any is asked for. */
    public void keptIn(LearnedStore where) {
        store = Objects.requireNonNull(where, "where");
    }

    /** Returns a part; one that has learned nothing when there is none yet. */
    public <T extends LearnedPart> T get(LearnedKind<T> kind) {
        Slot slot = slot(kind);
        if (slot.part == null) {
            slot.part = kind.fresh().get();
        }
        return cast(slot);
    }

    /** Returns a part, or null when there is none. Valid until the fold is left: parts go from memory between records. */
    public <T extends LearnedPart> T find(LearnedKind<T> kind) {
        return cast(slot(kind));
    }

    /** Forgets a part, in the store as well. */
    public void remove(LearnedKind<?> kind) {
        Slot slot = slot(kind);
        slot.removed = true;
        slot.part = null;
    }

    /** Returns whether any part is in memory. */
    public boolean isLoaded() {
        return !slots.isEmpty();
    }

    /** Returns whether {@link #write} has anything to do. */
    public boolean isDirty() {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.removed || slot.part != null && slot.part.isDirty()) {
                return true;
            }
        }
        return false;
    }

    /** Writes the parts that changed, or what was done to them since they were last written whole. */
    public void write(ByteWriter writer) {
        write(writer, false);
    }

    /** Writes the parts that changed, each as a whole, so that reading them needs no work. */
    public void writeWhole(ByteWriter writer) {
        write(writer, true);
    }

    private void write(ByteWriter writer, boolean whole) {
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            if (slot.part != null && slot.part.isDirty()) {
                write(slot, writer, whole);
                slot.part.written();
            } else if (slot.removed && slot.part == null) {
                store.write(slot.kind.name(), null);
                removeSteps(slot);
                slot.generation = 0;
            }
            slot.removed = false;
        }
    }

    private void write(Slot slot, ByteWriter writer, boolean whole) {
        Steps steps = slot.part.steps();
        writer.clear();
        if (steps != null && !whole && !slot.removed && steps.rounds() < store.mostRounds() && steps.fits()) {
            writer.writeUnsigned(slot.generation);
            steps.writeTo(writer);
            store.write(slot.kind.stepsName(), writer.toBytes());
            slot.hasSteps = true;
            return;
        }
        if (steps != null) {
            slot.generation++;
            writer.writeUnsigned(slot.generation);
            steps.clear();
        }
        slot.part.writeTo(writer);
        store.write(slot.kind.name(), writer.toBytes());
        removeSteps(slot);
    }

    private void removeSteps(Slot slot) {
        if (slot.hasSteps) {
            slot.hasSteps = false;
            store.write(slot.kind.stepsName(), null);
        }
    }

    /**
     * Lets all parts go from memory.
     *
     * @throws IllegalStateException when one of them must be written first
     */
    public void unload() {
        if (isDirty()) {
            throw new IllegalStateException("learned parts must be written before they are unloaded");
        }
        slots.clear();
    }

    /** Returns about how many bytes of heap the parts take that are in memory. */
    public int approximateBytes() {
        if (slots.isEmpty()) {
            return 0;
        }
        int bytes = BASE_BYTES;
        for (int i = 0; i < slots.size(); i++) {
            Slot slot = slots.get(i);
            bytes += SLOT_BYTES + (slot.part == null ? 0 : slot.part.approximateBytes());
        }
        return bytes;
    }

    private Slot slot(LearnedKind<?> kind) {
        for (int i = 0; i < slots.size(); i++) {
            if (slots.get(i).kind == kind) {
                return slots.get(i);
            }
        }
        Slot slot = new Slot(kind);
        load(slot);
        slots.add(slot);
        return slot;
    }

    private void load(Slot slot) {
        LearnedKind<?> kind = slot.kind;
        // The steps first: whoever reads while they are written may then miss some, but never does them twice.
        byte[] steps = kind.stepwise() ? store.read(kind.stepsName()) : null;
        byte[] whole = store.read(kind.name());
        slot.hasSteps = steps != null;
        try {
            ByteReader reader = new ByteReader();
            if (whole != null) {
                reader.reset(whole);
                slot.generation = kind.stepwise() ? reader.readCount() : 0;
                slot.part = kind.reader().apply(reader);
                reader.requireEnd();
            }
            if (steps != null) {
                redo(slot, reader.reset(steps));
            }
        } catch (CorruptStateException e) {
            slot.part = null;
            // Whatever is stored must not be taken for what begins now.
            slot.removed = kind.stepwise();
            store.corrupt(kind.name(), e);
        }
    }

    private static void redo(Slot slot, ByteReader reader) {
        if (reader.readCount() == slot.generation) {
            slot.part = slot.part == null ? slot.kind.fresh().get() : slot.part;
            slot.part.redo(new Steps.Reader(reader));
            slot.part.written();
        }
    }

    @SuppressWarnings("unchecked")
    private static <T extends LearnedPart> T cast(Slot slot) {
        return (T) slot.part;
    }
}
