package io.tocsin.gateway.publish;

/** The life of a request on its way to Kafka. It leaves {@link #WAITING} once; whoever moves it there answers the client. */
enum DeliveryState {
    /** Some records are not acknowledged yet. */
    WAITING,
    /** Kafka has acknowledged all records. */
    ACKNOWLEDGED,
    /** Kafka's client gave a record up. */
    FAILED,
    /** The deadline came first. */
    TIMED_OUT
}
