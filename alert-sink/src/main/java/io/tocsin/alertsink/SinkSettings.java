package io.tocsin.alertsink;

import io.tocsin.service.settings.DataSize;
import io.tocsin.service.settings.Setting;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Settings of the alert sink. */
public final class SinkSettings {

    /** Whether alerts are printed. */
    public static final Setting<Boolean> CONSOLE =
            Setting.flag("sink.console", true, "Prints a line for each alert that fires or is resolved.");

    /** Where alerts are written. */
    public static final Setting<String> FILE = Setting.text(
            "sink.file.path", "", "File to which each notification is appended as a line of JSON. Empty: none.");

    /** Size of that file. */
    public static final Setting<DataSize> FILE_MAX_SIZE = Setting.size(
            "sink.file.max-size",
            DataSize.mebibytes(10),
            DataSize.kibibytes(1),
            DataSize.mebibytes(10_240),
            "Size from which the file is put aside as <file>.1 and a new one begun.");

    /** Number of old files. */
    public static final Setting<Integer> FILE_KEPT =
            Setting.integer("sink.file.kept", 5, 1, 1_000, "Number of files put aside that are kept.");

    /** Webhooks. */
    public static final Setting<Map<String, String>> WEBHOOK = Setting.family(
            "sink.webhook",
            "Webhooks that are told of every alert unless sink.alertmanager-config says otherwise, in the form of "
                    + "Alertmanager's webhook, version 4, signed as "
                    + "standard-webhooks says. One: sink.webhook.url, and if wanted sink.webhook.secret (whsec_ and "
                    + "base64, or file: and a path; several, separated by spaces, while keys are rotated), "
                    + "sink.webhook.timeout (10s) and sink.webhook.resolved (true; whether resolutions are told). "
                    + "Several: sink.webhook.<name>.url and so on.");

    /** Where people reach Tocsin. */
    public static final Setting<String> EXTERNAL_URL = Setting.text(
            "sink.external-url",
            "http://127.0.0.1:8000",
            "Where people reach Tocsin; links in notifications begin so.");

    /** Alertmanager's configuration file. */
    public static final Setting<String> ALERTMANAGER_CONFIG = Setting.text(
            "sink.alertmanager-config",
            "",
            "Alertmanager's configuration file, by which all alerts are routed, grouped, muted and told: Tocsin's own and "
                    + "those that come through Alertmanager's API. A receiver's channel_configs name channels of these settings "
                    + "({name: console}). Without a file every channel is told of each alert at once.");

    /** Whether the alerts of an incident are told together. */
    public static final Setting<Boolean> BY_INCIDENT = Setting.flag(
            "sink.by-incident",
            false,
            "Tells the alerts of an incident together, with its id and address, after 10 s and then at most every 30 s, in place "
                    + "of each alert by itself and at once. With sink.alertmanager-config its routes decide: group_by: [incident].");

    /** What URLs from outside may name although it is not public. */
    public static final Setting<List<String>> URL_ALLOWED_RANGES = Setting.list(
            "sink.url-allowed-ranges",
            List.of(),
            "Ranges of addresses, such as 10.1.0.0/16, that a URL may name which comes through the API, to test a webhook, "
                    + "although they are not public. URLs of the configuration are not restricted.");

    /** First bound of the backoff. */
    public static final Setting<Duration> RETRY_INITIAL = Setting.duration(
            "sink.retry.initial",
            Duration.ofSeconds(1),
            Duration.ofMillis(1),
            Duration.ofHours(1),
            "Bound of the wait after the first failure of a delivery; it doubles with each further one. Waits are drawn "
                    + "evenly between zero and the bound.");

    /** Last bound of the backoff. */
    public static final Setting<Duration> RETRY_MAX = Setting.duration(
            "sink.retry.max",
            Duration.ofMinutes(10),
            Duration.ofMillis(1),
            Duration.ofDays(1),
            "Largest bound of the wait between two tries.");

    /** When a delivery is given up. */
    public static final Setting<Duration> RETRY_HORIZON = Setting.duration(
            "sink.retry.horizon",
            Duration.ofHours(24),
            Duration.ZERO,
            Duration.ofDays(7),
            "How long a delivery is tried before it is given up and put among the dead ones, from where it can be replayed.");

    /** Longest wait that a receiver may ask for. */
    public static final Setting<Duration> RETRY_AFTER_MAX = Setting.duration(
            "sink.retry.retry-after-max",
            Duration.ofHours(1),
            Duration.ZERO,
            Duration.ofDays(1),
            "Longest wait that a receiver can impose by Retry-After.");

    /** Bound of a lane. */
    public static final Setting<Integer> QUEUE_CAPACITY = Setting.integer(
            "sink.queue-capacity",
            1_000,
            1,
            100_000,
            "Deliveries of a channel that are on their way at once; the others wait on Kafka.");

    /** Tries at once. */
    public static final Setting<Integer> MAX_IN_FLIGHT = Setting.integer(
            "sink.max-in-flight",
            8,
            1,
            256,
            "Tries of a channel that may be under way at once when its receiver is slow.");

    /** When tries overlap. */
    public static final Setting<Duration> OVERLAP_AFTER = Setting.duration(
            "sink.overlap-after",
            Duration.ofMillis(250),
            Duration.ZERO,
            Duration.ofHours(1),
            "How long a try must be under way before the next one of its channel starts beside it. While the receiver "
                    + "answers sooner, a crash repeats at most one delivery, with the same id; 0ms trades that for throughput.");

    /** Time to drain. */
    public static final Setting<Duration> DRAIN_TIMEOUT = Setting.duration(
            "sink.drain-timeout",
            Duration.ofSeconds(5),
            Duration.ZERO,
            Duration.ofMinutes(1),
            "How long tries under way are waited for when the sink stops or another instance takes over.");

    /** Commit interval of the dispatch. */
    public static final Setting<Duration> COMMIT_INTERVAL = Setting.duration(
            "sink.commit-interval",
            Duration.ofMillis(20),
            Duration.ofMillis(1),
            Duration.ofSeconds(10),
            "Shortest time between two transactions of the dispatch; a single alert does not wait for it.");

    /** Retention of the ledger. */
    public static final Setting<Duration> LEDGER_RETENTION = Setting.duration(
            "sink.ledger-retention",
            Duration.ofDays(15),
            Duration.ofHours(1),
            Duration.ofDays(366),
            "How long finished deliveries stay on record. Longer than deliveries are kept on Kafka.");

    /** Deliveries held in full. */
    public static final Setting<Integer> LEDGER_VIEW_SIZE = Setting.integer(
            "sink.ledger-view-size",
            5_000,
            10,
            1_000_000,
            "Finished deliveries that each instance holds in memory for the list of deliveries, newest first.");

    /** Identity of the instance. */
    public static final Setting<String> INSTANCE_ID = Setting.text(
            "sink.instance-id",
            "",
            "Identity of this sink among others, stable over restarts. Empty: made once and kept in the data directory.");

    /** Where other sinks reach this one. */
    public static final Setting<String> ADVERTISED_ADDRESS = Setting.text(
            "sink.advertised-address",
            "",
            "host:port at which the other sinks of a cluster reach this one, to hand on to it what only the owner of the alert "
                    + "engine can answer. Empty: http.host, or the machine's address when that is a wildcard, and http.port "
                    + "unless it is 0.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            CONSOLE,
            FILE,
            FILE_MAX_SIZE,
            FILE_KEPT,
            WEBHOOK,
            EXTERNAL_URL,
            ALERTMANAGER_CONFIG,
            BY_INCIDENT,
            URL_ALLOWED_RANGES,
            RETRY_INITIAL,
            RETRY_MAX,
            RETRY_HORIZON,
            RETRY_AFTER_MAX,
            QUEUE_CAPACITY,
            MAX_IN_FLIGHT,
            OVERLAP_AFTER,
            DRAIN_TIMEOUT,
            COMMIT_INTERVAL,
            LEDGER_RETENTION,
            LEDGER_VIEW_SIZE,
            INSTANCE_ID,
            ADVERTISED_ADDRESS);

    private SinkSettings() {}
}
