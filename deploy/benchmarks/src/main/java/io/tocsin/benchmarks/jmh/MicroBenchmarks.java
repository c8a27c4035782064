package io.tocsin.benchmarks.jmh;

import io.tocsin.benchmarks.Report;
import io.tocsin.benchmarks.Scale;
import java.nio.file.Path;
import java.util.Collection;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Runs every JMH benchmark of this package and reports time and allocated bytes an operation. */
public final class MicroBenchmarks {

    /** Runs them all; a shorter scale warms up and measures less. */
    public void run(Report report, Path folder, Scale scale) throws RunnerException {
        report.heading("jmh: nanoseconds and allocated bytes an operation");
        boolean full = scale.equals(Scale.FULL);
        Options options = new OptionsBuilder()
                .include("\\.jmh\\..*Benchmark\\.")
                .forks(1)
                .warmupIterations(full ? 4 : 1)
                .warmupTime(TimeValue.seconds(1))
                .measurementIterations(full ? 5 : 1)
                .measurementTime(TimeValue.seconds(1))
                .addProfiler(GCProfiler.class)
                .jvmArgsAppend("-Xmx1g", "-XX:+UseSerialGC")
                .verbosity(VerboseMode.SILENT)
                .build();
        Collection<RunResult> results = new Runner(options).run();
        for (RunResult result : results) {
            String name = result.getPrimaryResult().getLabel();
            String type = result.getParams().getBenchmark();
            String group = type.substring(0, type.lastIndexOf('.'));
            String subject = group.substring(group.lastIndexOf('.') + 1).replace("Benchmark", "");
            report.put(
                    "ns (+- " + Math.round(result.getPrimaryResult().getScoreError()) + ")",
                    result.getPrimaryResult().getScore(),
                    "jmh",
                    subject + " " + name,
                    "ns");
            var allocated = result.getSecondaryResults().get("gc.alloc.rate.norm");
            if (allocated == null) {
                allocated = result.getSecondaryResults().get("·gc.alloc.rate.norm");
            }
            if (allocated != null) {
                report.put("bytes", allocated.getScore(), "jmh", subject + " " + name, "bytes");
            }
        }
    }
}
