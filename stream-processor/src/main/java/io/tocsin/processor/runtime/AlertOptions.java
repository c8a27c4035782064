package io.tocsin.processor.runtime;

import io.tocsin.processor.core.alert.AlertSettings;
import io.tocsin.processor.core.alert.FlapSettings;
import io.tocsin.processor.topology.state.AlertRetention;
import io.tocsin.service.settings.Setting;
import io.tocsin.service.settings.Settings;
import java.time.Duration;
import java.util.List;

/** Settings of the life of alerts: how long they stay open, when they flap, and how long they are kept. Stateless. */
public final class AlertOptions {

    /** How long resolved alerts stay. */
    public static final Setting<Duration> RETENTION = Setting.duration(
            "processor.alert-retention",
            Duration.ofHours(24),
            Duration.ofSeconds(1),
            Duration.ofDays(400),
            "How long an alert can still be asked for after it was resolved.");

    /** Steps of alerts that are kept. */
    public static final Setting<Integer> HISTORY_PER_PARTITION = Setting.integer(
            "processor.alert-history-per-partition",
            200_000,
            1,
            100_000_000,
            "Steps in the lives of alerts that are kept of all sources of one partition together.");

    /** Age of steps of alerts. */
    public static final Setting<Duration> HISTORY_AGE = Setting.duration(
            "processor.alert-history-age",
            Duration.ofDays(30),
            Duration.ofMinutes(1),
            Duration.ofDays(3_660),
            "Age at which steps in the lives of alerts are forgotten.");

    /** How long alerts stay open. */
    public static final Setting<Duration> KEEP_FIRING = Setting.duration(
            "processor.alert-keep-firing",
            Duration.ZERO,
            Duration.ZERO,
            Duration.ofDays(7),
            "How long an alert stays open at least when its condition has cleared; a new breach in between is the same"
                    + " occurrence. A rule may say otherwise (keep_firing_for).");

    /** When an alert flaps. */
    public static final Setting<Integer> FLAP_TURNS = Setting.integer(
            "processor.alert-flap-turns",
            7,
            0,
            64,
            "An alert that begins to fire or ceases to so many times within the window flaps: it is told once that it does"
                    + " and is kept open until it is stable. 7 is the fourth time that it fires; 0 means never.");

    /** Window of flapping. */
    public static final Setting<Duration> FLAP_WINDOW = Setting.duration(
            "processor.alert-flap-window",
            Duration.ofHours(1),
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "Time within which it is counted how often an alert begins to fire or ceases to.");

    /** When an alert is stable. */
    public static final Setting<Duration> FLAP_STABLE = Setting.duration(
            "processor.alert-flap-stable",
            Duration.ofMinutes(15),
            Duration.ofSeconds(1),
            Duration.ofDays(7),
            "How long an alert that flaps must neither begin to fire nor cease to until it counts as stable.");

    /** All of them. */
    static final List<Setting<?>> ALL =
            List.of(RETENTION, HISTORY_PER_PARTITION, HISTORY_AGE, KEEP_FIRING, FLAP_TURNS, FLAP_WINDOW, FLAP_STABLE);

    private AlertOptions() {}

    /** Returns how long alerts and their history are kept. */
    static AlertRetention retention(Settings settings) {
        return new AlertRetention(
                settings.get(RETENTION).toMillis(),
                settings.get(HISTORY_PER_PARTITION),
                settings.get(HISTORY_AGE).toMillis());
    }

    /** Returns the times of an alert's life. */
    static AlertSettings alerts(Settings settings, AlertSettings defaults) {
        return defaults.withKeepFiring(settings.get(KEEP_FIRING).toMillis())
                .withFlaps(new FlapSettings(
                        settings.get(FLAP_TURNS),
                        settings.get(FLAP_WINDOW).toMillis(),
                        settings.get(FLAP_STABLE).toMillis()));
    }
}
