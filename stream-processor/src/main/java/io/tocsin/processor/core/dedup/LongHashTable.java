package io.tocsin.processor.core.dedup;

/**
 * A set of 64-bit hashes by open addressing with linear probing. Entries are removed by shifting their followers back,
 * so it never fills with markers of the dead. Allocates only when it grows; never shrinks. Not thread-safe.
 */
final class LongHashTable {

    private static final int LEAST_CAPACITY = 64;

    private long[] cells;
    private int mask;
    private int shift;
    private int size;
    private boolean hasZero;

    LongHashTable() {
        allocate(LEAST_CAPACITY);
    }

    int size() {
        return size;
    }

    /** Returns the bytes that the table takes. */
    long bytes() {
        return 8L * cells.length;
    }

    /** Adds a hash; returns false when it is there already. */
    boolean add(long hash) {
        if (hash == 0) {
            boolean added = !hasZero;
            hasZero = true;
            size += added ? 1 : 0;
            return added;
        }
        int i = home(hash);
        while (cells[i] != 0) {
            if (cells[i] == hash) {
                return false;
            }
            i = i + 1 & mask;
        }
        cells[i] = hash;
        size++;
        if (size > cells.length / 3 * 2) {
            grow();
        }
        return true;
    }

    boolean contains(long hash) {
        if (hash == 0) {
            return hasZero;
        }
        int i = home(hash);
        while (cells[i] != 0) {
            if (cells[i] == hash) {
                return true;
            }
            i = i + 1 & mask;
        }
        return false;
    }

    /** Removes a hash; returns false when it is not there. */
    boolean remove(long hash) {
        if (hash == 0) {
            boolean removed = hasZero;
            hasZero = false;
            size -= removed ? 1 : 0;
            return removed;
        }
        int i = home(hash);
        while (cells[i] != hash) {
            if (cells[i] == 0) {
                return false;
            }
            i = i + 1 & mask;
        }
        int hole = i;
        int next = i + 1 & mask;
        while (cells[next] != 0) {
            int home = home(cells[next]);
            // The entry may move into the hole unless its home lies cyclically behind the hole.
            if ((next - home & mask) >= (next - hole & mask)) {
                cells[hole] = cells[next];
                hole = next;
            }
            next = next + 1 & mask;
        }
        cells[hole] = 0;
        size--;
        return true;
    }

    private int home(long hash) {
        return (int) (hash * 0x9E3779B97F4A7C15L >>> shift);
    }

    private void allocate(int capacity) {
        cells = new long[capacity];
        mask = capacity - 1;
        shift = 64 - Integer.numberOfTrailingZeros(capacity);
    }

    private void grow() {
        long[] old = cells;
        allocate(old.length * 2);
        for (long hash : old) {
            if (hash != 0) {
                int i = home(hash);
                while (cells[i] != 0) {
                    i = i + 1 & mask;
                }
                cells[i] = hash;
            }
        }
    }
}
