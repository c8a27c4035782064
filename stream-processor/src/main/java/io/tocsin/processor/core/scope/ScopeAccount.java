package io.tocsin.processor.core.scope;

import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.pattern.LoadSample;
import io.tocsin.processor.core.source.SourceState;
import java.util.Arrays;

/** What {@link ScopeTotals} have counted of one source already. Carried by the live state of the source. */
public final class ScopeAccount {

    /** Band that the source is counted under; null while it is not counted. */
    Health status;

    long events;
    long logs;
    final long[] eventsByStatus = new long[Health.COUNT];
    double severitySum;
    int activeAlerts;
    /** Version of the verdict that the lists of worst sources know. */
    int version;

    /** Version of the signals that the totals know. */
    int signalsVersion;

    /** Load that the totals know. */
    LoadSample load;

    /** Where the source stands in the roster of its environment, or -1. */
    int place = -1;

    /** Takes the source as it is as counted. */
    public void accountFor(SourceState source) {
        status = source.status();
        events = source.eventCount();
        logs = source.logCount();
        for (int i = 0; i < Health.COUNT; i++) {
            eventsByStatus[i] = source.eventsByStatus(Health.of(i));
        }
        severitySum = source.severitySum();
        activeAlerts = source.activeAlerts();
        version = source.verdictVersion();
        signalsVersion = source.signalsVersion();
        load = source.load();
    }

    /** Takes the source as not counted at all. */
    void reset() {
        status = null;
        events = 0;
        logs = 0;
        Arrays.fill(eventsByStatus, 0);
        severitySum = 0;
        activeAlerts = 0;
        version = 0;
        signalsVersion = 0;
        load = null;
        place = -1;
    }
}
