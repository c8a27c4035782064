package io.tocsin.alertsink.delivery;

import io.tocsin.alertsink.channel.Channel;
import io.tocsin.alertsink.channel.DeliveryResult;
import io.tocsin.schemas.Delivery;

/** A channel that can be given another configuration while deliveries are under way. Thread-safe. */
final class SwitchedChannel implements Channel {

    private volatile Channel present;

    SwitchedChannel(Channel present) {
        this.present = present;
    }

    /** From now on deliveries go through another channel of the same name. */
    void switchTo(Channel next) {
        Channel before = present;
        present = next;
        if (before != next) {
            before.close();
        }
    }

    @Override
    public String name() {
        return present.name();
    }

    @Override
    public String type() {
        return present.type();
    }

    @Override
    public DeliveryResult deliver(Delivery delivery) throws InterruptedException {
        return present.deliver(delivery);
    }

    @Override
    public void close() {
        present.close();
    }
}
