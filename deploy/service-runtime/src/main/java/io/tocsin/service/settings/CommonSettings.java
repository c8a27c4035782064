package io.tocsin.service.settings;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings that every service has. */
public final class CommonSettings {

    /** Where Kafka is. */
    public static final Setting<List<String>> KAFKA_BOOTSTRAP_SERVERS = Setting.list(
                    "kafka.bootstrap-servers", List.of("127.0.0.1:9092"), "Brokers to ask first, each as host:port.")
            .alias("KAFKA_BOOTSTRAP_SERVERS");

    /** Properties handed to every Kafka client as they are. */
    public static final Setting<Map<String, String>> KAFKA_CLIENT = Setting.family(
            "kafka.client",
            "Properties for every Kafka client as Kafka names them, for instance kafka.client.security.protocol, and for the serdes as Confluent names them, for instance kafka.client.basic.auth.user.info.");

    /** Where the schema registry is. */
    public static final Setting<List<String>> REGISTRY_URL = Setting.list(
                    "registry.url", List.of("http://127.0.0.1:8081"), "Schema registries to try in this order.")
            .alias("SCHEMA_REGISTRY_URL");

    /** What all topic names begin with. */
    public static final Setting<String> TOPICS_PREFIX =
            Setting.text("topics.prefix", "tocsin", "What the names of all topics begin with, without the dot.");

    /** Partitions of the partitioned topics. */
    public static final Setting<Integer> TOPICS_PARTITIONS = Setting.integer(
            "topics.partitions",
            4,
            1,
            1024,
            "Partitions of the topics that are keyed by source. Fixed once the topics exist.");

    /** Replication of all topics. */
    public static final Setting<Integer> TOPICS_REPLICATION =
            Setting.integer("topics.replication", 1, 1, 7, "Replication factor of the topics that are created.");

    /** Address to bind. */
    public static final Setting<String> HTTP_HOST = Setting.text(
                    "http.host",
                    "127.0.0.1",
                    "Address to listen on. Any other than a loopback address needs insecure: true.")
            .alias("HOST");

    /** Port of the main listener. */
    public static final Setting<Integer> HTTP_PORT = Setting.integer(
                    "http.port", 8000, 0, 65_535, "Port to listen on; 0 takes any free one.")
            .alias("PORT");

    /** Ports of the earlier systems. */
    public static final Setting<List<Integer>> HTTP_COMPAT_PORTS = Setting.of(
            "http.compat-ports",
            List.of(8080, 8501),
            "Further ports with the same routes, for clients of the earlier systems. A port that is taken is left out with a warning.",
            SettingTypes.listOf(SettingTypes.integer(0, 65_535)));

    /** Connections at a time. */
    public static final Setting<Integer> HTTP_MAX_CONNECTIONS = Setting.integer(
            "http.max-connections",
            10_000,
            1,
            1_000_000,
            "Connections open at a time over all ports; a further one is answered 503 and closed.");

    /** Deadline of the request head. */
    public static final Setting<Duration> HTTP_HEAD_TIMEOUT = Setting.duration(
            "http.head-timeout",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            Duration.ofMinutes(10),
            "How long a request line with its headers may take to arrive.");

    /** Deadline of a whole body. */
    public static final Setting<Duration> HTTP_BODY_TIMEOUT = Setting.duration(
            "http.body-timeout",
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofHours(1),
            "How long the body of a request may take to arrive. Does not hold for continuous streams.");

    /** Longest pause within a body. */
    public static final Setting<Duration> HTTP_BODY_IDLE_TIMEOUT = Setting.duration(
            "http.body-idle-timeout",
            Duration.ofSeconds(30),
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "How long a client may pause within the body of a request. For continuous streams see http.stream-idle-timeout.");

    /** Longest pause within a continuous stream. */
    public static final Setting<Duration> HTTP_STREAM_IDLE_TIMEOUT = Setting.duration(
            "http.stream-idle-timeout",
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "How long a client may pause within a continuous stream of lines.");

    /** How long a connection may wait for its next request. */
    public static final Setting<Duration> HTTP_IDLE_TIMEOUT = Setting.duration(
            "http.idle-timeout",
            Duration.ofSeconds(75),
            Duration.ofMillis(100),
            Duration.ofDays(1),
            "How long a connection without a request stays open.");

    /** Longest request head. */
    public static final Setting<DataSize> HTTP_MAX_HEADER_SIZE = Setting.size(
            "http.max-header-size",
            DataSize.kibibytes(16),
            DataSize.kibibytes(1),
            DataSize.mebibytes(1),
            "Size of all headers of a request together.");

    /** Hosts that a request may name. */
    public static final Setting<List<String>> HTTP_ALLOWED_HOSTS = Setting.list(
            "http.allowed-hosts",
            List.of(),
            "Host names that requests may be addressed to, besides IP addresses and localhost. Empty allows any, except on a loopback address, where a page on the web could otherwise reach this service through a name of its own.");

    /** Origins of web pages that may call. */
    public static final Setting<List<String>> HTTP_ALLOWED_ORIGINS = Setting.list(
                    "http.allowed-origins",
                    List.of(),
                    "Origins of web pages, such as https://ops.example.org, that may call this service from a browser besides its own pages.")
            .alias("CORS_ORIGINS", "ALLOWED_ORIGINS");

    /** Whether to listen on other addresses than loopback without authentication. */
    public static final Setting<Boolean> INSECURE = Setting.flag(
            "insecure",
            false,
            "Allows listening on an address that other machines can reach although nobody has to log in.");

    /** Where state is kept. */
    public static final Setting<Path> DATA_DIR = Setting.path(
                    "data-dir", Path.of("data"), "Directory for state; created when it is missing.")
            .alias("DATA_DIR");

    /** How much is logged. */
    public static final Setting<LogLevel> LOG_LEVEL = Setting.of(
                    "log-level", LogLevel.INFO, "The least severe level that is logged.", LogLevel.type())
            .alias("LOG_LEVEL");

    /** How log lines look. */
    public static final Setting<LogFormat> LOG_FORMAT = Setting.oneOf(
                    "log-format", LogFormat.TEXT, LogFormat.class, "Log lines for people, or one JSON object per line.")
            .alias("LOG_FORMAT");

    /** What the services of one cluster know each other by. */
    public static final Setting<Secret> CLUSTER_SECRET = Setting.secret(
            "cluster-secret",
            "Shared secret of the services of one cluster; needed as soon as they run on several machines.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            KAFKA_BOOTSTRAP_SERVERS,
            KAFKA_CLIENT,
            REGISTRY_URL,
            TOPICS_PREFIX,
            TOPICS_PARTITIONS,
            TOPICS_REPLICATION,
            HTTP_HOST,
            HTTP_PORT,
            HTTP_COMPAT_PORTS,
            HTTP_MAX_CONNECTIONS,
            HTTP_HEAD_TIMEOUT,
            HTTP_BODY_TIMEOUT,
            HTTP_BODY_IDLE_TIMEOUT,
            HTTP_STREAM_IDLE_TIMEOUT,
            HTTP_IDLE_TIMEOUT,
            HTTP_MAX_HEADER_SIZE,
            HTTP_ALLOWED_HOSTS,
            HTTP_ALLOWED_ORIGINS,
            INSECURE,
            DATA_DIR,
            LOG_LEVEL,
            LOG_FORMAT,
            CLUSTER_SECRET);

    private CommonSettings() {}

    /** Levels of the log. */
    public enum LogLevel {
        /** Failures. */
        ERROR,
        /** Failures and what may become one. */
        WARN,
        /** Also what a service does. */
        INFO,
        /** Also how it does it. */
        DEBUG,
        /** Everything. */
        TRACE;

        /** Also understands the names that the earlier systems used. */
        static SettingType<LogLevel> type() {
            return new ScalarType<>(
                    "one of error, warn, info, debug, trace",
                    text -> switch (text.toUpperCase(Locale.ROOT)) {
                        case "CRITICAL", "FATAL" -> ERROR;
                        case "WARNING" -> WARN;
                        default -> valueOf(text.toUpperCase(Locale.ROOT));
                    },
                    level -> level.name().toLowerCase(Locale.ROOT));
        }
    }

    /** Forms of log lines. */
    public enum LogFormat {
        /** For people. */
        TEXT,
        /** For machines. */
        JSON
    }
}
