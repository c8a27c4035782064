package io.tocsin.alertsink.channel;

import io.tocsin.schemas.Delivery;

/** A way to reach a receiver. Thread-safe: several deliveries may be under way at once. */
public interface Channel extends AutoCloseable {

    /** Returns the name, as deliveries carry it: lower-case letters, digits, {@code -} and {@code _}. */
    String name();

    /** Returns the kind of receiver: {@code console}, {@code file}, {@code webhook}, ... */
    String type();

    /**
     * Tries once to deliver, in bounded time. The same delivery always carries the same id and content, so that the
     * receiver can tell a repetition.
     *
     * @return how it went; failures of the receiver or the way to it are results, not exceptions
     * @throws InterruptedException when the thread was interrupted; whether the receiver got it is unknown then
     */
    DeliveryResult deliver(Delivery delivery) throws InterruptedException;

    /** Lets go of connections and files; deliveries under way may fail. */
    @Override
    void close();
}
