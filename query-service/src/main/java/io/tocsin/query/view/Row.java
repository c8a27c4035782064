package io.tocsin.query.view;

/**
 * A row of a view. Immutable.
 *
 * @param partition partition that it comes from
 * @param key key of the row
 * @param value its value
 * @param <T> type of the value
 */
public record Row<T>(int partition, String key, T value) {}
