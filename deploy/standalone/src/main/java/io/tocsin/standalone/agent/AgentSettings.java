package io.tocsin.standalone.agent;

import io.tocsin.service.settings.Setting;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Settings of the agent that watches this machine. */
public final class AgentSettings {

    /** Whether it runs. */
    public static final Setting<Boolean> ENABLED =
            Setting.flag("agent.enabled", true, "Whether this machine and this process report themselves as sources.");

    /** How often it looks. */
    public static final Setting<Duration> INTERVAL = Setting.duration(
            "agent.interval",
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            "Time between two readings of this machine and this process.");

    /** Name of this machine. */
    public static final Setting<String> HOST =
            Setting.text("agent.host", "", "Name of this machine as a source; empty takes the name the system gives.");

    /** Environment of this machine. */
    public static final Setting<String> ENVIRONMENT = Setting.text(
            "agent.environment", "default", "Environment of this machine, of this process and of followed logs.");

    /** File system whose use is reported. */
    public static final Setting<Path> DISK =
            Setting.path("agent.disk", Path.of("/"), "A path on the file system whose use is reported as disk_usage.");

    /** Logs to follow. */
    public static final Setting<List<String>> FOLLOW = Setting.list(
            "agent.follow",
            List.of(),
            "Log files to follow: patterns with *, ? and **. Each line becomes a log record of a source named like the file.");

    /** All of them. */
    public static final List<Setting<?>> ALL = List.of(ENABLED, INTERVAL, HOST, ENVIRONMENT, DISK, FOLLOW);

    private AgentSettings() {}
}
