package io.tocsin.gateway.decode;

/** Types of events that have a meaning of their own. */
public final class EventTypes {

    /** A log line; becomes a log record. */
    public static final String LOG = "log";
    /** The end of an operation. */
    public static final String OPERATION = "operation";
    /** A sign of life. */
    public static final String HEARTBEAT = "heartbeat";
    /** One sample of a typed metric. */
    public static final String METRIC = "metric";
    /** What a host agent sees of its host. */
    public static final String HOST_SNAPSHOT = "host_snapshot";
    /** Something that happened to a container. */
    public static final String CONTAINER_EVENT = "container_event";
    /** A service made itself known. */
    public static final String SERVICE_REGISTRATION = "service_registration";

    private EventTypes() {}
}
