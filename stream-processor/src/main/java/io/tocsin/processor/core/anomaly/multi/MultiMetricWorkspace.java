package io.tocsin.processor.core.anomaly.multi;

/** Where rows are worked on; one serves all sources of a thread, nothing in it lasts from row to row. Not thread-safe. */
public final class MultiMetricWorkspace {

    /** Columns that the row has, ascending. */
    final int[] present = new int[Columns.MOST];

    /** By column: value, deviations, and what a detector attributes to it. */
    final double[] value = new double[Columns.MOST];

    final double[] level = new double[Columns.MOST];
    final double[] other = new double[Columns.MOST];
    final double[] pull = new double[Columns.MOST];
    final double[] share = new double[Columns.MOST];
    final byte[] squeezed = new byte[Columns.MOST];
    final boolean[] has = new boolean[Columns.MOST];
    final Covariance.Workspace covariance = new Covariance.Workspace();
    int count;
}
