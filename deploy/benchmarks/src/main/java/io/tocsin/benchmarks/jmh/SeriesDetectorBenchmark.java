package io.tocsin.benchmarks.jmh;

import io.tocsin.processor.core.anomaly.SeriesDetector;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** One closed minute of one of ten thousand series with a daily season: all default detectors of a series. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SeriesDetectorBenchmark {

    private static final int SERIES = 10_000;
    private static final int VALUES = 1 << 16;
    private static final long MINUTE = 60_000;
    private static final long START = 1_767_225_600_000L;

    private final SeriesDetector[] series = new SeriesDetector[SERIES];
    private final double[] values = new double[VALUES];
    private int next;
    private long time = START;

    /** Makes the series, each with some days behind it. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < VALUES; i++) {
            values[i] = 100 + 40 * Math.sin(2 * Math.PI * i / 1_440) + 10 * random.nextDouble();
        }
        for (int i = 0; i < SERIES; i++) {
            series[i] = new SeriesDetector();
            for (int j = 0; j < 200; j++) {
                series[i].step(START - (200 - j) * MINUTE, values[i + j & VALUES - 1]);
            }
        }
    }

    /** Judges and learns one value. */
    @Benchmark
    public double step() {
        int i = next++;
        if (i % SERIES == 0) {
            time += MINUTE;
        }
        return series[i % SERIES].step(time, values[i * 31 & VALUES - 1]);
    }
}
