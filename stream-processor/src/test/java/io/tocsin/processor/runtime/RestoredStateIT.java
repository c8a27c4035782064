package io.tocsin.processor.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Event;
import io.tocsin.schemas.SourceView;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoredStateIT {

    private static final int PARTITIONS = 2;
    private static final int SOURCES = 50;
    private static final Map<String, String> SETTINGS =
            Map.of("topics.partitions", Integer.toString(PARTITIONS), "processor.live-memory", "4MiB");

    @TempDir
    private Path directory;

    @Test
    void stateFromTheChangelogsIsTheStateThatWasLive() throws Exception {
        try (TestCluster cluster = new TestCluster(directory)) {
            Map<String, Long> position = new HashMap<>();
            ProcessorRuntime first = cluster.startReady("state", SETTINGS);
            cluster.send(events()).forEach(at -> position.merge("events/" + at.partition(), at.offset(), Math::max));
            List<SourceView> live = views(first, position);
            cluster.stop(first);
            delete(directory.resolve("state"));

            ProcessorRuntime second = cluster.startReady("state", SETTINGS);

            assertThat(views(second, position)).isEqualTo(live);
            cluster.send(events());
            for (SourceView view : views(second, position)) {
                assertThat(view.getStatus().getEventCount())
                        .as("ids are remembered across the restart")
                        .isEqualTo(40);
            }
        }
    }

    private static List<SourceView> views(ProcessorRuntime processor, Map<String, Long> position) throws Exception {
        QueryCaller caller = new QueryCaller(processor.queryAddress(), PARTITIONS);
        List<SourceView> views = new ArrayList<>();
        for (int i = 0; i < SOURCES; i++) {
            // Windows end at the stream time, which ticks move on; what was counted does not depend on it.
            SourceView view =
                    caller.source("production", "source-" + i, position).orElseThrow();
            views.add(SourceView.newBuilder(view)
                    .setWindows(List.of())
                    .setDuplicateCount(0)
                    .build());
        }
        return views;
    }

    private static List<Event> events() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < SOURCES * 40; i++) {
            events.add(Events.sample("event-" + i, "source-" + i % SOURCES, "cpu_usage", i % 50));
        }
        return events;
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
