package io.tocsin.processor.topology.state;

import java.util.Arrays;

/**
 * Sources by their next deadline: a binary heap that knows where each entry lies, so that a deadline that moves costs
 * a few comparisons. Equal deadlines come in the order of their keys: the order must not depend on how the heap was
 * built, or a replay would give its outputs in another order. Not thread-safe.
 */
final class DeadlineHeap {

    private SourceEntry[] heap = new SourceEntry[64];
    private int size;

    int size() {
        return size;
    }

    long earliest() {
        return size == 0 ? SourceEntry.NO_DEADLINE : heap[0].deadline;
    }

    SourceEntry first() {
        return size == 0 ? null : heap[0];
    }

    /** Sets the deadline of an entry; {@link SourceEntry#NO_DEADLINE} takes it out. */
    void set(SourceEntry entry, long deadline) {
        if (entry.heapIndex < 0) {
            if (deadline == SourceEntry.NO_DEADLINE) {
                return;
            }
            entry.deadline = deadline;
            if (size == heap.length) {
                heap = Arrays.copyOf(heap, size * 2);
            }
            place(entry, size++);
            up(entry);
        } else if (deadline == SourceEntry.NO_DEADLINE) {
            remove(entry);
        } else if (deadline != entry.deadline) {
            boolean earlier = deadline < entry.deadline;
            entry.deadline = deadline;
            if (earlier) {
                up(entry);
            } else {
                down(entry);
            }
        }
    }

    void clear() {
        Arrays.fill(heap, 0, size, null);
        size = 0;
    }

    private void remove(SourceEntry entry) {
        int index = entry.heapIndex;
        SourceEntry last = heap[--size];
        heap[size] = null;
        entry.heapIndex = -1;
        entry.deadline = SourceEntry.NO_DEADLINE;
        if (last != entry) {
            place(last, index);
            up(last);
            down(last);
        }
    }

    private void up(SourceEntry entry) {
        int index = entry.heapIndex;
        while (index > 0) {
            SourceEntry parent = heap[(index - 1) / 2];
            if (!before(entry, parent)) {
                break;
            }
            place(parent, index);
            index = (index - 1) / 2;
        }
        place(entry, index);
    }

    private void down(SourceEntry entry) {
        int index = entry.heapIndex;
        while (true) {
            int child = 2 * index + 1;
            if (child >= size) {
                break;
            }
            if (child + 1 < size && before(heap[child + 1], heap[child])) {
                child++;
            }
            if (!before(heap[child], entry)) {
                break;
            }
            place(heap[child], index);
            index = child;
        }
        place(entry, index);
    }

    private void place(SourceEntry entry, int index) {
        heap[index] = entry;
        entry.heapIndex = index;
    }

    private static boolean before(SourceEntry one, SourceEntry other) {
        if (one.deadline != other.deadline) {
            return one.deadline < other.deadline;
        }
        return Arrays.compareUnsigned(one.key, other.key) < 0;
    }
}
