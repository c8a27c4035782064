package io.tocsin.benchmarks.jmh;

import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.EvaluationEntry;
import io.tocsin.processor.core.source.Conclusions;
import io.tocsin.processor.core.source.Observation;
import io.tocsin.processor.core.source.SourceFold;
import io.tocsin.processor.core.source.SourceFoldSettings;
import io.tocsin.processor.core.source.SourceState;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The fold of an ordinary event of four metrics into one of a thousand sources: statistics, sketches, rules. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FoldBenchmark {

    private static final int SOURCES = 1_000;
    private static final int EVENTS = 4_096;
    private static final long START = 1_767_225_600_000L;

    private final SourceFold fold = new SourceFold(SourceFoldSettings.defaults());
    private final SourceState[] sources = new SourceState[SOURCES];
    private final Observation[] events = new Observation[EVENTS];
    private final Conclusions conclusions = new Ignore();
    private int next;
    private long time = START;

    /** Makes the sources and the events. */
    @Setup
    public void prepare() {
        SplittableRandom random = new SplittableRandom(11);
        for (int i = 0; i < SOURCES; i++) {
            sources[i] = SourceState.create("default", "bench", "bench-" + i, START);
        }
        for (int i = 0; i < EVENTS; i++) {
            Observation event = new Observation();
            event.id().set(Integer.toString(i, 36));

            event.type("api_response");
            event.times(START, START);
            event.addMetric("response_time", 50 + 200 * random.nextDouble());
            event.addMetric("cpu_usage", 20 + 40 * random.nextDouble());
            event.addMetric("memory_usage", 30 + 30 * random.nextDouble());
            event.addMetric("queue_depth", random.nextInt(100));
            events[i] = event;
        }
    }

    /** Folds an event; time moves on by 5 us, as at 200,000 events a second. */
    @Benchmark
    public void fold() {
        int n = next++;
        if (n % 200 == 0) {
            time++;
        }
        Observation event = events[n & (EVENTS - 1)];
        event.times(time, time);
        fold.onObservation(sources[Math.floorMod(n, SOURCES)], event, time, conclusions);
    }

    private static final class Ignore implements Conclusions {
        @Override
        public void evaluation(EvaluationEntry entry) {}

        @Override
        public void alertChange(AlertChange change) {}

        @Override
        public void statusChange(SourceState source) {}
    }
}
