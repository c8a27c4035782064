package io.tocsin.processor.core.source;

/**
 * How many entries about unremarkable events all sources of a task may make in a second of stream time. Not stored: after
 * a restart the second begins anew, which can only change which unremarkable events get an entry of their own.
 */
final class TaskBudget {

    private final int perSecond;
    private long second = Long.MIN_VALUE;
    private int used;

    TaskBudget(int perSecond) {
        this.perSecond = perSecond;
    }

    boolean take(long now) {
        long current = Math.floorDiv(now, 1000L);
        if (current > second) {
            second = current;
            used = 0;
        }
        if (used >= perSecond) {
            return false;
        }
        used++;
        return true;
    }
}
