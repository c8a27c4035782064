package io.tocsin.benchmarks.jmh;

import io.tocsin.processor.core.stats.LogLinearHistogram;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The sketch behind every percentile: one value added, one bucket merged into a window, four percentiles read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SketchBenchmark {

    private static final double[] SHARES = {0.5, 0.9, 0.95, 0.99};

    private final double[] values = new double[4096];
    private final double[] quantiles = new double[SHARES.length];
    private final LogLinearHistogram target = new LogLinearHistogram();
    private final LogLinearHistogram bucket = new LogLinearHistogram();
    private final LogLinearHistogram window = new LogLinearHistogram();
    private int next;

    /** Draws log-normal values, as response times are. */
    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < values.length; i++) {
            values[i] = 100 * Math.exp(0.6 * random.nextGaussian());
            bucket.add(values[i]);
        }
    }

    /** Adds a value. */
    @Benchmark
    public void add() {
        target.add(values[next++ & 4095]);
    }

    /** Merges a full bucket. */
    @Benchmark
    public void merge() {
        window.merge(bucket);
    }

    /** Reads four percentiles. */
    @Benchmark
    public double[] quantiles() {
        bucket.quantiles(SHARES, quantiles);
        return quantiles;
    }
}
