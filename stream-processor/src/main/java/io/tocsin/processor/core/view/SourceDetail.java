package io.tocsin.processor.core.view;

import io.tocsin.processor.core.model.SourceStanding;
import java.util.List;
import java.util.Map;

/**
 * All that is known of one source. Immutable.
 *
 * @param standing identity and present state
 * @param latest latest values by metric
 * @param windows statistics by window, shortest first; empty unless asked for
 * @param history buckets of a minute, oldest first, and before them buckets of 15 minutes; empty unless asked for
 * @param logLevels log lines ever counted by level, those above 0 only
 * @param operationCount operations ever counted
 * @param errorCount failed operations ever counted
 * @param eventsByStatus events by the status that they were judged with, those above 0 only
 * @param severitySum sum of the severity scores of all events
 * @param lateCount records that came after the grace and were counted at arrival
 * @param futureCount records whose time lay in the future and were counted at arrival
 * @param duplicateCount records whose id had been counted before
 * @param registeredAt when the source was registered: epoch milliseconds, or -1
 * @param description description given at registration, or null
 * @param activeAlerts ids of alerts that are pending, firing, acknowledged or recovering
 * @param droppedSamples samples of metrics beyond the number that a source may have; they are in no statistic
 * @param droppedLabels labels beyond the number that a source may have
 */
public record SourceDetail(
        SourceStanding standing,
        Map<String, LatestValue> latest,
        List<WindowSummary> windows,
        List<HistoryPoint> history,
        Map<String, Long> logLevels,
        long operationCount,
        long errorCount,
        Map<String, Long> eventsByStatus,
        double severitySum,
        long lateCount,
        long futureCount,
        long duplicateCount,
        long registeredAt,
        String description,
        List<String> activeAlerts,
        long droppedSamples,
        long droppedLabels) {}
