package io.tocsin.processor.core.source;

import java.util.Arrays;

/**
 * The metrics of one source by ordinal and by name. A source mostly sends the same metrics in the same order, so the one
 * after the last that was found is tried first, by reference; then come all of them, for few, or a hash index. Bounded: a
 * metric beyond the bound takes the place of one that has been silent for longer than any ring reaches back, so that its
 * ordinal stands for nothing else any more; without such a one it is refused. Not thread-safe.
 */
final class MetricTable {

    /** A day and the longest bucket and the ahead time: no stored bucket that a query can reach knows older ordinals. */
    static final long FORGOTTEN_AFTER_MS = 26 * 3_600_000L;

    private static final int INDEX_FROM = 8;
    private static final MetricSlot[] NONE = new MetricSlot[0];

    private MetricSlot[] slots = NONE;
    private int size;
    private int cursor;
    private short[] index;
    private long noneSilentBefore = Long.MIN_VALUE;

    int size() {
        return size;
    }

    MetricSlot get(int ordinal) {
        return slots[ordinal];
    }

    /** Returns the metric, or null when there is none of that name. */
    MetricSlot find(String name) {
        int next = cursor;
        if (next < size && slots[next].name == name) {
            cursor = next + 1 == size ? 0 : next + 1;
            return slots[next];
        }
        MetricSlot found = index == null ? scan(name) : lookUp(name);
        if (found != null) {
            cursor = found.ordinal + 1 == size ? 0 : found.ordinal + 1;
        }
        return found;
    }

    /**
     * Returns a new metric, or null when there are too many.
     *
     * @param name a name that {@link #find} does not know
     */
    MetricSlot add(String name, int most, long now) {
        if (size < most) {
            return append(name);
        }
        if (now < noneSilentBefore) {
            return null;
        }
        MetricSlot silent = longestSilent();
        if (silent == null || now - silent.lastAt <= FORGOTTEN_AFTER_MS) {
            noneSilentBefore = silent == null ? now + FORGOTTEN_AFTER_MS : silent.lastAt + FORGOTTEN_AFTER_MS + 1;
            return null;
        }
        MetricSlot slot = new MetricSlot(name, silent.ordinal);
        slots[silent.ordinal] = slot;
        rebuildIndex();
        return slot;
    }

    MetricSlot append(String name) {
        if (size == slots.length) {
            slots = Arrays.copyOf(slots, size < 4 ? 4 : size + (size >> 1));
        }
        MetricSlot slot = new MetricSlot(name, size);
        slots[size++] = slot;
        if (size > INDEX_FROM) {
            if (index == null || size * 2 > index.length) {
                rebuildIndex();
            } else {
                enter(slot);
            }
        }
        return slot;
    }

    int approximateBytes() {
        int bytes = 40 + 4 * slots.length + (index == null ? 0 : 16 + 2 * index.length);
        for (int i = 0; i < size; i++) {
            bytes += slots[i].approximateBytes();
        }
        return bytes;
    }

    private MetricSlot scan(String name) {
        for (int i = 0; i < size; i++) {
            if (slots[i].name == name) {
                return slots[i];
            }
        }
        for (int i = 0; i < size; i++) {
            if (slots[i].name.equals(name)) {
                return slots[i];
            }
        }
        return null;
    }

    private MetricSlot lookUp(String name) {
        int mask = index.length - 1;
        int i = home(name);
        while (index[i] != 0) {
            MetricSlot slot = slots[index[i] - 1];
            if (slot.name == name || slot.name.equals(name)) {
                return slot;
            }
            i = i + 1 & mask;
        }
        return null;
    }

    private MetricSlot longestSilent() {
        MetricSlot silent = null;
        for (int i = 0; i < size; i++) {
            MetricSlot slot = slots[i];
            boolean free = slot.conditions == 0 && slot.findings == 0;
            if (free && (silent == null || slot.lastAt < silent.lastAt)) {
                silent = slot;
            }
        }
        return silent;
    }

    private void rebuildIndex() {
        if (size <= INDEX_FROM) {
            return;
        }
        index = new short[Integer.highestOneBit(size * 2 - 1) * 2 * 2];
        for (int i = 0; i < size; i++) {
            enter(slots[i]);
        }
    }

    private void enter(MetricSlot slot) {
        int mask = index.length - 1;
        int i = home(slot.name);
        while (index[i] != 0) {
            i = i + 1 & mask;
        }
        index[i] = (short) (slot.ordinal + 1);
    }

    private int home(String name) {
        int hash = name.hashCode() * 0x9E3779B9;
        return (hash ^ hash >>> 15) & index.length - 1;
    }
}
