package io.tocsin.alertsink.channel;

/**
 * A way to tell a receiver of one kind: what a channel of an integration does with a notification. Thread-safe: several
 * notifications may be under way at once.
 */
public interface Notifier extends AutoCloseable {

    /**
     * Tries once to tell, in bounded time. The same notification gives the same content each time.
     *
     * @return how it went; failures of the receiver or the way to it are results, not exceptions
     * @throws InterruptedException when the thread was interrupted; whether the receiver got it is unknown then
     */
    DeliveryResult tell(Notification notification) throws InterruptedException;

    /** Lets go of connections. */
    @Override
    void close();
}
