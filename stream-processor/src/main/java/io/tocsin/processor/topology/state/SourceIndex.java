package io.tocsin.processor.topology.state;

import java.util.Arrays;
import java.util.function.Consumer;

/** Entries by key, found by the bytes of a record's key without allocating. Not thread-safe. */
final class SourceIndex {

    private SourceEntry[] slots = new SourceEntry[1 << 10];
    private int size;

    int size() {
        return size;
    }

    SourceEntry find(byte[] key, int hash) {
        SourceEntry entry = slots[hash & slots.length - 1];
        while (entry != null && (entry.hash != hash || !Arrays.equals(entry.key, key))) {
            entry = entry.nextInSlot;
        }
        return entry;
    }

    /** Adds an entry that is not there yet. */
    void add(SourceEntry entry) {
        if (size >= slots.length) {
            grow();
        }
        link(slots, entry);
        size++;
    }

    void remove(SourceEntry entry) {
        int slot = entry.hash & slots.length - 1;
        SourceEntry at = slots[slot];
        if (at == entry) {
            slots[slot] = entry.nextInSlot;
        } else {
            while (at.nextInSlot != entry) {
                at = at.nextInSlot;
            }
            at.nextInSlot = entry.nextInSlot;
        }
        entry.nextInSlot = null;
        size--;
    }

    void clear() {
        slots = new SourceEntry[1 << 10];
        size = 0;
    }

    void forEach(Consumer<SourceEntry> action) {
        for (SourceEntry first : slots) {
            for (SourceEntry entry = first; entry != null; entry = entry.nextInSlot) {
                action.accept(entry);
            }
        }
    }

    static int hash(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        return hash ^ hash >>> 15;
    }

    private void grow() {
        SourceEntry[] larger = new SourceEntry[slots.length * 2];
        for (SourceEntry first : slots) {
            SourceEntry entry = first;
            while (entry != null) {
                SourceEntry next = entry.nextInSlot;
                link(larger, entry);
                entry = next;
            }
        }
        slots = larger;
    }

    private static void link(SourceEntry[] table, SourceEntry entry) {
        int slot = entry.hash & table.length - 1;
        entry.nextInSlot = table[slot];
        table[slot] = entry;
    }
}
