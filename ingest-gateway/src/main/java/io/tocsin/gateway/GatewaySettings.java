package io.tocsin.gateway;

import io.tocsin.gateway.decode.DecodingLimits;
import io.tocsin.service.settings.DataSize;
import io.tocsin.service.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of the gateway. */
public final class GatewaySettings {

    /** Largest body of a request. */
    public static final Setting<DataSize> MAX_BODY = Setting.size(
            "gateway.max-body",
            DataSize.mebibytes(10),
            DataSize.kibibytes(1),
            DataSize.mebibytes(256),
            "Largest body of a request, before and after decompression. Does not hold for continuous streams.");

    /** Longest line of a continuous stream. */
    public static final Setting<DataSize> MAX_LINE = Setting.size(
            "gateway.max-line",
            DataSize.mebibytes(1),
            DataSize.kibibytes(1),
            DataSize.mebibytes(64),
            "Longest line of a continuous stream; a longer one ends the stream.");

    /** Most items of a batch. */
    public static final Setting<Integer> MAX_BATCH = Setting.integer(
            "gateway.max-batch",
            DecodingLimits.DEFAULT.items(),
            1,
            1_000_000,
            "Most events of one request; more are refused with 413.");

    /** Most lines of a log batch. */
    public static final Setting<Integer> MAX_LOG_BATCH = Setting.integer(
                    "gateway.max-log-batch",
                    DecodingLimits.DEFAULT.logLines(),
                    1,
                    1_000_000,
                    "Most log lines of one request; more are refused with 413.")
            .alias("MAX_LOG_BATCH_SIZE");

    /** Most metrics of an event. */
    public static final Setting<Integer> MAX_METRICS = Setting.integer(
            "gateway.max-metrics",
            DecodingLimits.DEFAULT.metrics(),
            1,
            10_000,
            "Most numbers in the data of one event.");

    /** Most attributes of an event. */
    public static final Setting<Integer> MAX_ATTRIBUTES = Setting.integer(
            "gateway.max-attributes",
            DecodingLimits.DEFAULT.attributes(),
            1,
            10_000,
            "Most texts, booleans and nulls in the data of one event; the same holds for its labels and its metadata.");

    /** Longest text. */
    public static final Setting<Integer> MAX_TEXT = Setting.integer(
            "gateway.max-text",
            DecodingLimits.DEFAULT.text(),
            1,
            1_000_000,
            "Longest text in the data of an event and longest message of a log line, in characters.");

    /** Largest record. */
    public static final Setting<DataSize> MAX_RECORD = Setting.size(
            "gateway.max-record",
            new DataSize(DecodingLimits.DEFAULT.recordBytes()),
            DataSize.kibibytes(1),
            DataSize.mebibytes(64),
            "Largest record that is sent to Kafka. Must be below the broker's message.max.bytes.");

    /** How long a request waits for Kafka. */
    public static final Setting<Duration> DELIVERY_DEADLINE = Setting.duration(
            "gateway.delivery-deadline",
            Duration.ofSeconds(10),
            Duration.ofMillis(500),
            Duration.ofMinutes(5),
            "How long a request waits for Kafka to acknowledge before it is answered 503 with Retry-After.");

    /** Bytes that may wait for Kafka. */
    public static final Setting<DataSize> MAX_IN_FLIGHT = Setting.size(
            "gateway.max-in-flight",
            DataSize.mebibytes(64),
            DataSize.mebibytes(1),
            DataSize.mebibytes(4096),
            "Bytes of records that may wait for Kafka's acknowledgement; beyond, requests are answered 503 with Retry-After.");

    /** Bytes of one client that may wait for Kafka. */
    public static final Setting<DataSize> MAX_IN_FLIGHT_PER_CLIENT = Setting.size(
            "gateway.max-in-flight-per-client",
            DataSize.mebibytes(48),
            DataSize.mebibytes(1),
            DataSize.mebibytes(4096),
            "The same for one client address; beyond, its requests are answered 429 with Retry-After.");

    /** How long the producer waits for more. */
    public static final Setting<Duration> LINGER = Setting.duration(
            "gateway.linger",
            Duration.ofMillis(2),
            Duration.ZERO,
            Duration.ofSeconds(1),
            "How long records wait for others to share a request to Kafka with.");

    /** Batch size of the producer. */
    public static final Setting<DataSize> PRODUCER_BATCH = Setting.size(
            "gateway.producer-batch",
            DataSize.kibibytes(64),
            DataSize.kibibytes(1),
            DataSize.mebibytes(16),
            "Largest batch of records that is sent to one partition at once.");

    /** Compression of records. */
    public static final Setting<Compression> COMPRESSION = Setting.oneOf(
            "gateway.compression",
            Compression.NONE,
            Compression.class,
            "Compression of records on their way to Kafka and on its disks; worth its CPU time when Kafka is another machine.");

    /** Where queries are answered. */
    public static final Setting<String> QUERY_URL = Setting.text(
            "gateway.query-url",
            "",
            "Base URL of the query service, for events sent with Prefer: wait. Empty: this process when it answers queries too, otherwise the preference is not applied.");

    /** Where the log of batches is written. */
    public static final Setting<Path> INGEST_LOG = Setting.path(
            "gateway.ingest-log", Path.of("logs/ingest.log"), "File with one JSON line per received batch; rotated.");

    /** Size of one log file. */
    public static final Setting<DataSize> INGEST_LOG_SIZE = Setting.size(
            "gateway.ingest-log-size",
            DataSize.mebibytes(64),
            DataSize.kibibytes(64),
            DataSize.mebibytes(4096),
            "Size at which the log of batches is rotated.");

    /** Number of log files. */
    public static final Setting<Integer> INGEST_LOG_FILES = Setting.integer(
            "gateway.ingest-log-files",
            4,
            1,
            1000,
            "How many files of the log of batches are kept, the present one included.");

    /** Console lines. */
    public static final Setting<Integer> CONSOLE_LINES = Setting.integer(
            "gateway.console-lines",
            10,
            0,
            1000,
            "Most console lines about received batches in one second; further batches are summed up in one line. 0: none.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            MAX_BODY,
            MAX_LINE,
            MAX_BATCH,
            MAX_LOG_BATCH,
            MAX_METRICS,
            MAX_ATTRIBUTES,
            MAX_TEXT,
            MAX_RECORD,
            DELIVERY_DEADLINE,
            MAX_IN_FLIGHT,
            MAX_IN_FLIGHT_PER_CLIENT,
            LINGER,
            PRODUCER_BATCH,
            COMPRESSION,
            QUERY_URL,
            INGEST_LOG,
            INGEST_LOG_SIZE,
            INGEST_LOG_FILES,
            CONSOLE_LINES);

    private GatewaySettings() {}

    /** Compressions that Kafka knows. */
    public enum Compression {
        /** None. */
        NONE,
        /** Cheap. */
        LZ4,
        /** Denser. */
        ZSTD,
        /** Also cheap. */
        SNAPPY,
        /** Dense and slow. */
        GZIP
    }
}
