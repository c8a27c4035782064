package io.tocsin.benchmarks;

import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * The yardstick: a topology that copies each record from one topic to another and does nothing else, with exactly-once
 * and the same number of threads as the processor. What a machine cannot copy it cannot fold.
 */
public final class CopyTopologyMain {

    private CopyTopologyMain() {}

    /** Runs until it is killed; arguments: bootstrap servers, source topic, target topic, state folder, threads. */
    public static void main(String[] args) throws InterruptedException {
        Topology topology = new Topology();
        topology.addSource(
                "source", Serdes.ByteArray().deserializer(), Serdes.ByteArray().deserializer(), args[1]);
        topology.addSink(
                "sink",
                args[2],
                Serdes.ByteArray().serializer(),
                Serdes.ByteArray().serializer(),
                "source");
        Properties config = new Properties();
        config.put(StreamsConfig.APPLICATION_ID_CONFIG, "bench-copy-" + args[1]);
        config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, args[0]);
        config.put(StreamsConfig.STATE_DIR_CONFIG, args[3]);
        config.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, args[4]);
        config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
        config.put(StreamsConfig.producerPrefix("linger.ms"), "10");
        config.put(StreamsConfig.producerPrefix("batch.size"), "131072");
        try (KafkaStreams streams = new KafkaStreams(topology, config)) {
            Runtime.getRuntime().addShutdownHook(new Thread(streams::close, "close"));
            streams.start();
            new CountDownLatch(1).await();
        }
    }
}
