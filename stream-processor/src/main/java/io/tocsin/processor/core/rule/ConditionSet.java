package io.tocsin.processor.core.rule;

import java.util.Arrays;

/** The conditions that hold at one source, in the order in which they began. A handful, mostly none. Not thread-safe. */
public final class ConditionSet {

    private static final Condition[] NONE = new Condition[0];

    private Condition[] conditions = NONE;
    private int size;

    /** Returns the number of conditions. */
    public int size() {
        return size;
    }

    /** Returns a condition. */
    public Condition get(int index) {
        return conditions[index];
    }

    /** Returns the condition of a rule about a metric, or about none with {@link Condition#NO_METRIC}; null if none. */
    public Condition find(Rule rule, int ordinal) {
        for (int i = 0; i < size; i++) {
            if (conditions[i].rule() == rule && conditions[i].ordinal() == ordinal) {
                return conditions[i];
            }
        }
        return null;
    }

    /** Adds a condition. */
    public void add(Condition condition) {
        if (size == conditions.length) {
            conditions = Arrays.copyOf(conditions, Math.max(4, size * 2));
        }
        conditions[size++] = condition;
    }

    /** Removes the condition at the index; those behind it move up. */
    public void remove(int index) {
        System.arraycopy(conditions, index + 1, conditions, index, size - index - 1);
        size--;
        conditions[size] = null;
        if (size == 0) {
            conditions = NONE;
        }
    }

    /** Returns about how many bytes of heap they take. */
    public int approximateBytes() {
        int bytes = 24 + 4 * conditions.length;
        for (int i = 0; i < size; i++) {
            bytes += conditions[i].approximateBytes();
        }
        return bytes;
    }
}
