package io.tocsin.alertsink.channel;

import io.tocsin.schemas.Delivery;

/** The channel of an integration: reads the notification from a delivery and has it told. Thread-safe. */
public final class IntegrationChannel implements Channel {

    private final String name;
    private final String type;
    private final NotificationReader reader;
    private final Notifier notifier;
    private final EndpointGuard guard;

    /** Makes the channel; it closes its notifier. */
    public IntegrationChannel(
            String name, String type, NotificationReader reader, Notifier notifier, EndpointGuard guard) {
        this.name = name;
        this.type = type;
        this.reader = reader;
        this.notifier = notifier;
        this.guard = guard;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String type() {
        return type;
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) throws InterruptedException {
        return guard.call(() -> notifier.tell(reader.read(delivery)));
    }

    @Override
    public void close() {
        notifier.close();
    }
}
