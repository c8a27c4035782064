package io.tocsin.benchmarks;

import io.tocsin.benchmarks.load.BenchCluster;
import io.tocsin.benchmarks.load.EventPreload;
import io.tocsin.benchmarks.load.GroupProgress;
import io.tocsin.benchmarks.load.ServiceProcess;
import io.tocsin.schemas.catalogue.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * How many events per second the whole source topology folds with exactly-once, beside a topology that only copies the
 * same records, in the same run and with the same number of threads. Then the same at other numbers of sources.
 */
final class TopologyBenchmark {

    private static final int THREADS = 2;
    private static final int MAIN_SOURCES = 1_000;
    private static final Duration LIMIT = Duration.ofMinutes(6);

    void run(Report report, Path folder, Scale scale) throws Exception {
        report.heading("topology: events of 4 metrics, exactly-once, " + THREADS + " threads, "
                + BenchCluster.PARTITIONS + " partitions");
        try (BenchCluster cluster = new BenchCluster(folder)) {
            long events = scale.eventsPerTopologyRun();
            Topics topics = prepare(cluster, MAIN_SOURCES, events);
            double copy = copy(cluster, topics, folder, events);
            report.put("events/s", copy, "topology", "copy_events_per_second");
            double fold = fold(report, cluster, topics, folder, MAIN_SOURCES, events);
            report.put("events/s", fold, "topology", "events_per_second");
            report.put("of the copy topology", fold / copy, "topology", "ratio");
            report.put("events/s", fold, "topology", "by_sources", Integer.toString(MAIN_SOURCES));
            discard(cluster, topics);
            for (int sources : List.of(10, 100_000, 1_000_000)) {
                if (sources > scale.largestSources()) {
                    continue;
                }
                Topics others = prepare(cluster, sources, events);
                report.put(
                        "events/s",
                        fold(report, cluster, others, folder, sources, events),
                        "topology",
                        "by_sources",
                        Integer.toString(sources));
                discard(cluster, others);
            }
        }
    }

    static Topics prepare(BenchCluster cluster, int sources, long events) {
        Topics topics = new Topics("bench-" + sources);
        cluster.create(topics);
        EventPreload.fill(cluster, topics.events.name(), events, sources, 17);
        return topics;
    }

    private static double copy(BenchCluster cluster, Topics topics, Path folder, long events) throws Exception {
        String target = topics.prefix() + ".copy";
        cluster.admin()
                .createTopics(List.of(new NewTopic(target, BenchCluster.PARTITIONS, (short) 1)))
                .all()
                .get();
        try (ServiceProcess copy = ServiceProcess.java(
                folder.resolve("copy.log"),
                "1g",
                CopyTopologyMain.class,
                List.of(
                        cluster.bootstrapServers(),
                        topics.events.name(),
                        target,
                        folder.resolve("copy-state").toString(),
                        Integer.toString(THREADS)))) {
            String group = "bench-copy-" + topics.events.name();
            return new GroupProgress(cluster.admin(), group, topics.events.name()).awaitAll(events, LIMIT, copy);
        } finally {
            cluster.admin().deleteTopics(List.of(target)).all().get();
        }
    }

    private static double fold(
            Report report, BenchCluster cluster, Topics topics, Path folder, int sources, long events)
            throws Exception {
        Path data = folder.resolve("processor-" + sources);
        return fold(cluster, topics, data, events, List.of(), processor -> {
            report.put(
                    "MB resident",
                    processor.residentBytes() / 1e6,
                    "topology",
                    "rss_mb_by_sources",
                    Integer.toString(sources));
            report.put(
                    "bytes on disk per source",
                    (double) size(data) / sources,
                    "topology",
                    "state_bytes_by_sources",
                    Integer.toString(sources));
        });
    }

    /** What is to be known of a processor that has folded everything. */
    @FunctionalInterface
    interface Afterwards {
        void look(ServiceProcess processor) throws IOException;
    }

    /** Starts a processor with settings besides the usual ones; returns the events that it folds per second. */
    static double fold(
            BenchCluster cluster, Topics topics, Path data, long events, List<String> settings, Afterwards afterwards)
            throws Exception {
        // A group of its own: a used one would go on behind its committed offsets.
        String group = topics.prefix() + "-" + data.getFileName();
        List<String> arguments = new ArrayList<>(cluster.arguments(topics, data));
        arguments.addAll(List.of(
                "--set",
                "http.port=0",
                "--set",
                "processor.threads=" + THREADS,
                "--set",
                "processor.application-id=" + group));
        settings.forEach(setting -> arguments.addAll(List.of("--set", setting)));
        try (ServiceProcess processor =
                ServiceProcess.launch(data.resolveSibling(data.getFileName() + ".log"), "3g", "processor", arguments)) {
            double perSecond =
                    new GroupProgress(cluster.admin(), group, topics.events.name()).awaitAll(events, LIMIT, processor);
            afterwards.look(processor);
            return perSecond;
        }
    }

    static void discard(BenchCluster cluster, Topics topics) throws Exception {
        Map<Boolean, List<String>> names = cluster.admin().listTopics().names().get().stream()
                .collect(java.util.stream.Collectors.partitioningBy(name -> name.startsWith(topics.prefix())));
        cluster.admin().deleteTopics(names.get(true)).all().get();
    }

    static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            long sum = 0;
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                try {
                    sum += Files.size(file);
                } catch (java.nio.file.NoSuchFileException gone) {
                    // A file that a compaction removed meanwhile has no size.
                    continue;
                }
            }
            return sum;
        }
    }
}
