package io.tocsin.alertsink.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.alertsink.config.ConfigException;
import io.tocsin.alertsink.config.ConfigReader;
import io.tocsin.alertsink.engine.AlertEngine;
import io.tocsin.alertsink.engine.EngineState;
import io.tocsin.alertsink.engine.MuteReason;
import io.tocsin.alertsink.engine.PostedAlert;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.AlertInput;
import io.tocsin.schemas.AlertInputKind;
import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.Topics;
import io.tocsin.schemas.serde.AvroDeserializer;
import io.tocsin.schemas.serde.AvroSerializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class EngineTopologyTest {

    private static final Instant START = Instant.parse("2026-11-27T10:00:00Z");
    private static final Map<String, String> REGISTRY = Map.of("schema.registry.url", "mock://engine");
    private static final String CONFIG =
            "route: {receiver: hook, group_by: [alertname], group_wait: 1s, group_interval: 2s}\n"
                    + "receivers: [{name: hook, webhook_configs: [{url: 'http://x'}]}]";

    private final Topics topics = new Topics("tocsin");
    private final AtomicInteger taken = new AtomicInteger();
    private final EngineHandle handle = new EngineHandle(taken::incrementAndGet);
    private final TopologyTestDriver driver = new TopologyTestDriver(topology().get(), config(), START);
    private final TestInputTopic<byte[], byte[]> inputs =
            driver.createInputTopic(topics.alertInputs.name(), new ByteArraySerializer(), new ByteArraySerializer());
    private final TestOutputTopic<byte[], byte[]> deliveries = driver.createOutputTopic(
            topics.deliveries.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final TestOutputTopic<byte[], byte[]> deadLetters = driver.createOutputTopic(
            topics.deadLetters.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    private final AvroSerializer<AlertInput> writer = serializer();

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void anEngineWaitsForItsConfigurationAndThenTellsOnTime() throws ConfigException {
        assertThat(taken).hasValue(1);
        assertThat(handle.isAtWork()).isFalse();
        configure(0);
        assertThat(handle.isAtWork()).isTrue();
        post(0, "a", Optional.empty());
        driver.advanceWallClockTime(Duration.ofMillis(990));
        assertThat(deliveries.isEmpty()).isTrue();
        driver.advanceWallClockTime(Duration.ofMillis(10));
        Delivery first = told().get(0);
        assertThat(first.getChannel()).isEqualTo("hook/webhook[0]");
        assertThat(first.getReceiver()).isEqualTo("hook");
        assertThat(first.getGroupKey()).isEqualTo("{}:{alertname=\"a\"}");
        assertThat(first.getStatus()).isEqualTo("firing");
        assertThat(first.getGroupIntervalMs()).isEqualTo(2_000);
        post(1_500, "a", Optional.of(START.plusMillis(1_500)));
        driver.advanceWallClockTime(Duration.ofMillis(3_000));
        Delivery second = told().get(0);
        assertThat(second.getStatus()).isEqualTo("resolved");
        assertThat(second.getAlerts()).extracting(Alert::getResolvedAt).containsExactly(START.toEpochMilli() + 1_500);
        assertThat(second.getId()).isNotEqualTo(first.getId());
    }

    @Test
    void readingTheInputsAgainDecidesTheSame() throws ConfigException {
        List<List<String>> runs = new ArrayList<>();
        List<String> groups = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            try (TopologyTestDriver other = new TopologyTestDriver(topology().get(), config(), START)) {
                TestInputTopic<byte[], byte[]> again = other.createInputTopic(
                        topics.alertInputs.name(), new ByteArraySerializer(), new ByteArraySerializer());
                TestOutputTopic<byte[], byte[]> out = other.createOutputTopic(
                        topics.deliveries.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer());
                again.pipeInput(null, configuration(), START);
                again.pipeInput(null, alert("a", Optional.empty()), START);
                if (run == 1) {
                    other.advanceWallClockTime(Duration.ofMillis(4_000));
                }
                again.pipeInput(null, alert("b", Optional.empty()), START.plusMillis(4_000));
                List<Delivery> told =
                        out.readValuesToList().stream().map(each -> read(each)).toList();
                runs.add(told.stream().map(Delivery::getId).toList());
                told.forEach(each -> groups.add(each.getGroupKey()));
            }
        }
        assertThat(runs.get(0)).hasSize(2).doesNotHaveDuplicates().isEqualTo(runs.get(1));
        // The second alert began more than group_wait before it was posted, so it is told at once.
        assertThat(groups)
                .containsExactly(
                        "{}:{alertname=\"a\"}", "{}:{alertname=\"b\"}", "{}:{alertname=\"a\"}", "{}:{alertname=\"b\"}");
    }

    @Test
    void isAsTheGoldenFileSays() throws Exception {
        String golden = Files.readString(Path.of("src/test/resources/dispatch-topology.txt"));
        assertThat(topology().get().describe().toString().strip()).isEqualTo(golden.strip());
    }

    @Test
    void anOwnAlertIsToldAsThePlatformKnowsItAndStaysUntilThePlatformEndsIt() throws ConfigException {
        configure(0);
        AlertTransition firing = Examples.transition("f", 3, 2, AlertState.FIRING);
        own(0, firing);
        for (int i = 0; i < 360; i++) {
            driver.advanceWallClockTime(Duration.ofSeconds(5));
        }
        List<Delivery> told = told();
        assertThat(told).hasSize(1);
        Alert alert = told.get(0).getAlerts().get(0);
        assertThat(alert.getEpisode()).isEqualTo(3);
        assertThat(alert.getSeverity()).isEqualTo(firing.getAlert().getSeverity());
        assertThat(alert.getTitle()).isEqualTo(firing.getAlert().getTitle());
        assertThat(alert.getAnnotations())
                .containsAllEntriesOf(firing.getAlert().getAnnotations());
        assertThat(alert.getGeneratorUrl()).isEqualTo("http://tocsin/api/v1/alerts/f");
        assertThat(handle.engine()
                        .orElseThrow()
                        .view()
                        .alertCounts(START.plus(Duration.ofMinutes(30)))
                        .active())
                .isEqualTo(1);
        own(1_800_000, Examples.transition("f", 3, 3, AlertState.RESOLVED));
        driver.advanceWallClockTime(Duration.ofSeconds(2));
        assertThat(told()).singleElement().satisfies(each -> {
            assertThat(each.getStatus()).isEqualTo("resolved");
            assertThat(each.getAlerts().get(0).getState()).isEqualTo(AlertState.RESOLVED);
        });
    }

    @Test
    void whatIsWrittenGivesTheSameEngineAgain() throws ConfigException {
        configure(0);
        own(0, Examples.transition("f", 1, 1, AlertState.FIRING));
        post(0, "a", Optional.empty());
        driver.advanceWallClockTime(Duration.ofMillis(1_000));
        assertThat(told()).hasSize(2);
        EngineState state = new EngineStore(driver.getKeyValueStore(Stores.ALERT_ENGINE)).load();
        EngineStore changes = new EngineStore(driver.getKeyValueStore(Stores.ALERT_ENGINE));
        AlertEngine again = new AlertEngine(state, changes);
        again.configure(ConfigReader.text(CONFIG).shown(), START.plusMillis(60_000));
        again.post(
                OwnAlerts.posted(Examples.transition("f", 1, 1, AlertState.FIRING), "http://tocsin").stream()
                        .toList(),
                START.plusMillis(60_000));
        again.advance(START.plusMillis(70_000));
        assertThat(changes.takeIntents()).isEmpty();
        assertThat(again.view().alertCounts(START.plusMillis(70_000)).active()).isEqualTo(2);
    }

    private void own(long millis, AlertTransition transition) {
        inputs.pipeInput(
                null,
                bytes(AlertInput.newBuilder()
                        .setKind(AlertInputKind.ALERTS)
                        .setAlerts(OwnAlerts.posted(transition, "http://tocsin").stream()
                                .map(EngineRecords::record)
                                .toList())
                        .build()),
                START.plusMillis(millis));
    }

    @Test
    void whatCannotBeReadGoesToTheDeadLetters() throws ConfigException {
        configure(0);
        inputs.pipeInput(null, new byte[] {1, 2, 3}, START);
        inputs.pipeInput(
                null,
                bytes(AlertInput.newBuilder()
                        .setKind(AlertInputKind.CONFIGURATION)
                        .setConfiguration("nonsense: true")
                        .build()),
                START);
        assertThat(deadLetters.readRecordsToList()).hasSize(2);
        post(0, "a", Optional.empty());
        driver.advanceWallClockTime(Duration.ofMillis(1_000));
        assertThat(told()).hasSize(1);
    }

    @Test
    void whoeverWaitsForAnInputIsToldWhenItTookEffect() throws Exception {
        assertThat(handle.whenApplied(0)).isNotDone();
        var waiting = handle.whenApplied(0);
        configure(0);
        waiting.get(5, java.util.concurrent.TimeUnit.SECONDS);
        assertThat(handle.whenApplied(0)).isDone();
    }

    private List<Delivery> told() {
        return deliveries.readValuesToList().stream().map(this::read).toList();
    }

    private Delivery read(byte[] value) {
        return deserializer(Delivery.class).deserialize(topics.deliveries.name(), value);
    }

    private void configure(long millis) throws ConfigException {
        inputs.pipeInput(null, configuration(), START.plusMillis(millis));
    }

    private byte[] configuration() throws ConfigException {
        return bytes(AlertInput.newBuilder()
                .setKind(AlertInputKind.CONFIGURATION)
                .setConfiguration(ConfigReader.text(CONFIG).shown())
                .build());
    }

    private void post(long millis, String name, Optional<Instant> end) {
        inputs.pipeInput(null, alert(name, end), START.plusMillis(millis));
    }

    private byte[] alert(String name, Optional<Instant> end) {
        PostedAlert alert = new PostedAlert(
                LabelSet.of(Map.of("alertname", name)), Map.of(), Optional.of(START), end, "", Optional.empty());
        return bytes(AlertInput.newBuilder()
                .setKind(AlertInputKind.ALERTS)
                .setAlerts(List.of(EngineRecords.record(alert)))
                .build());
    }

    private byte[] bytes(AlertInput input) {
        return writer.serialize(topics.alertInputs.name(), input);
    }

    private DispatchTopology topology() {
        return new DispatchTopology(
                new TopologyConfig(new StreamsConfig(config())),
                DispatchParameters.of(topics, Duration.ofMillis(20)),
                handle == null ? new EngineHandle(() -> {}) : handle,
                () -> deserializer(AlertInput.class),
                EngineTopologyTest::serializer,
                new RegistryPatience(10, nanos -> {}),
                new Ignored());
    }

    private static Properties config() {
        Properties config = new Properties();
        // A folder of its own for each driver: two are open at once.
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "engine-test-" + UUID.randomUUID());
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "nowhere:1");
        return config;
    }

    private static <T extends SpecificRecord> AvroSerializer<T> serializer() {
        AvroSerializer<T> serializer = new AvroSerializer<>();
        serializer.configure(REGISTRY, false);
        return serializer;
    }

    private static <T extends SpecificRecord> AvroDeserializer<T> deserializer(Class<T> type) {
        AvroDeserializer<T> deserializer = new AvroDeserializer<>(type);
        deserializer.configure(REGISTRY, false);
        return deserializer;
    }

    private static final class Ignored implements DispatchMetrics {
        @Override
        public void read() {}

        @Override
        public void deadLettered() {}

        @Override
        public void passedOver() {}

        @Override
        public void fed() {}

        @Override
        public void inputDeadLettered() {}

        @Override
        public void intended() {}

        @Override
        public void suppressed(MuteReason reason, int alerts) {}
    }
}
