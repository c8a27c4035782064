package io.tocsin.query;

import io.tocsin.service.settings.Setting;
import java.time.Duration;
import java.util.List;

/** Settings of the query service. */
public final class QuerySettings {

    /** Time for one request to one processor. */
    public static final Setting<Duration> TRY_TIMEOUT = Setting.duration(
            "query.try-timeout",
            Duration.ofMillis(500),
            Duration.ofMillis(20),
            Duration.ofSeconds(30),
            "How long one processor may take to answer before the next one is asked.");

    /** Time for a whole question. */
    public static final Setting<Duration> DEADLINE = Setting.duration(
            "query.deadline",
            Duration.ofSeconds(2),
            Duration.ofMillis(50),
            Duration.ofMinutes(1),
            "How long a query may take over all tries; what has not answered by then is reported as missing.");

    /** How long a lost partition is waited for. */
    public static final Setting<Duration> PATIENCE = Setting.duration(
            "query.patience",
            Duration.ofSeconds(15),
            Duration.ZERO,
            Duration.ofMinutes(10),
            "How long after a partition lost its last processor queries still wait for a new one, each until its own deadline.");

    /** Time between polls of inventories. */
    public static final Setting<Duration> INVENTORY_INTERVAL = Setting.duration(
            "query.inventory-interval",
            Duration.ofSeconds(1),
            Duration.ofMillis(50),
            Duration.ofMinutes(1),
            "How often each processor is asked what it has.");

    /** Silence after which an instance is dropped. */
    public static final Setting<Duration> INSTANCE_SILENCE = Setting.duration(
            "query.instance-silence",
            Duration.ofSeconds(30),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "How long a processor may go without announcing itself before it is forgotten.");

    /** Lag with which a standby may answer. */
    public static final Setting<Long> MAX_STANDBY_LAG = Setting.longInteger(
            "query.max-standby-lag",
            100_000,
            0,
            Long.MAX_VALUE,
            "How many records a standby may be behind and still answer when the active processor does not. A standby that does not know its lag never answers.");

    /** Questions at the same time. */
    public static final Setting<Integer> MAX_IN_FLIGHT = Setting.integer(
            "query.max-in-flight",
            512,
            1,
            100_000,
            "How many questions to processors may be under way; further ones are answered 429.");

    /** Sources that a summary looks at. */
    public static final Setting<Integer> SCAN_LIMIT = Setting.integer(
            "query.scan-limit",
            2_000,
            1,
            100_000,
            "How many sources a summary over all of them looks at; an answer that left some out says so.");

    /** Age of a summary. */
    public static final Setting<Duration> SUMMARY_AGE = Setting.duration(
            "query.summary-age",
            Duration.ofSeconds(1),
            Duration.ZERO,
            Duration.ofMinutes(1),
            "How long the sources that a summary looked at serve further summaries.");

    /** Age of the list of environments. */
    public static final Setting<Duration> ENVIRONMENTS_AGE = Setting.duration(
            "query.environments-age",
            Duration.ofSeconds(5),
            Duration.ofMillis(50),
            Duration.ofMinutes(10),
            "After how long the list of environments is fetched again beside a query that uses it.");

    /** Time to wait for the effect of a command. */
    public static final Setting<Duration> COMMAND_WAIT = Setting.duration(
            "query.command-wait",
            Duration.ofSeconds(3),
            Duration.ZERO,
            Duration.ofMinutes(1),
            "How long a command, such as acknowledging an alert, waits to be answered with its effect.");

    /** Time for Kafka to take a command. */
    public static final Setting<Duration> COMMAND_TIMEOUT = Setting.duration(
            "query.command-timeout",
            Duration.ofSeconds(5),
            Duration.ofMillis(500),
            Duration.ofMinutes(2),
            "How long Kafka may take to acknowledge a command before it is answered 503.");

    /** Where deliveries can be asked for. */
    public static final Setting<String> ALERT_SINK_URL = Setting.text(
            "query.alert-sink-url",
            null,
            "Where an alert sink of another process answers, such as http://sink:8003, to be asked whom an alert was told;"
                    + " not needed when it runs in the same process.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(
            TRY_TIMEOUT,
            DEADLINE,
            PATIENCE,
            INVENTORY_INTERVAL,
            INSTANCE_SILENCE,
            MAX_STANDBY_LAG,
            MAX_IN_FLIGHT,
            SCAN_LIMIT,
            SUMMARY_AGE,
            ENVIRONMENTS_AGE,
            COMMAND_WAIT,
            COMMAND_TIMEOUT,
            ALERT_SINK_URL);

    private QuerySettings() {}
}
