package io.tocsin.processor.core.pattern;

import io.tocsin.processor.core.model.Severity;

/** The failure patterns. */
public enum PatternKind {
    /** One source fails, and then those that depend on it. */
    CASCADING_FAILURES("cascading_failures", "Failures cascade", Severity.CRITICAL),
    /** CPU, memory, disk or the like is nearly used up. */
    RESOURCE_EXHAUSTION("resource_exhaustion", "A resource is nearly used up", Severity.WARNING),
    /** Several sources cannot reach others, all at once. */
    NETWORK_PARTITION("network_partition", "Parts of the network are cut off", Severity.CRITICAL),
    /** Several sources wait for the locks or connections of a database. */
    DATABASE_CONTENTION("database_contention", "A database is contended", Severity.WARNING),
    /** Heartbeats come late or not at all. */
    HEARTBEAT_DEGRADATION("heartbeat_degradation", "Heartbeats degrade", Severity.WARNING),
    /** One of several equals gets far more or far less work than it used to. */
    LOAD_IMBALANCE("load_imbalance", "Load is out of balance", Severity.WARNING);

    private static final PatternKind[] VALUES = values();

    private final String id;
    private final String title;
    private final Severity severity;

    PatternKind(String id, String title, Severity severity) {
        this.id = id;
        this.title = title;
        this.severity = severity;
    }

    /** Returns the name on the wire. */
    public String id() {
        return id;
    }

    /** Returns one line for a person. */
    public String title() {
        return title;
    }

    /** Returns the severity of its alerts. */
    public Severity severity() {
        return severity;
    }

    /**
     * Returns the pattern with the ordinal.
     *
     * @throws IllegalArgumentException when there is none
     */
    public static PatternKind of(int ordinal) {
        if (ordinal < 0 || ordinal >= VALUES.length) {
            throw new IllegalArgumentException("no pattern " + ordinal);
        }
        return VALUES[ordinal];
    }
}
