package io.tocsin.alertsink.dispatch;

import io.tocsin.schemas.Alert;
import java.util.List;

/** The plan that tells every configured channel of every alert, each alert on its own. Immutable. */
public final class EveryChannel implements RoutingPlan {

    private final List<Subscriber> subscribers;

    /**
     * A channel as the plan sees it.
     *
     * @param channel name of the channel
     * @param sendResolved whether it wants to hear that alerts are resolved
     */
    public record Subscriber(String channel, boolean sendResolved) {}

    /** Makes the plan for the channels in their configured order. */
    public EveryChannel(List<Subscriber> subscribers) {
        this.subscribers = List.copyOf(subscribers);
    }

    @Override
    public List<Destination> destinations(Alert alert) {
        return subscribers.stream()
                .map(each -> Destination.alone(each.channel(), alert, each.sendResolved()))
                .toList();
    }
}
