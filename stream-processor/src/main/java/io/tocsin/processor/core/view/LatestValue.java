package io.tocsin.processor.core.view;

import io.tocsin.processor.core.model.MetricKind;
import java.util.Map;

/**
 * The latest value of one metric and its whole life in short. Immutable.
 *
 * @param value latest value by effective time; of equal times the one that arrived later
 * @param at effective time of the latest value: epoch milliseconds
 * @param observedAt time that the source gave for it: epoch milliseconds
 * @param count samples ever counted
 * @param kind kind of the metric
 * @param mean mean over all samples ever counted
 * @param min least value ever
 * @param max greatest value ever
 * @param labels labels that came with the latest value
 */
public record LatestValue(
        double value,
        long at,
        long observedAt,
        long count,
        MetricKind kind,
        double mean,
        double min,
        double max,
        Map<String, String> labels) {}
