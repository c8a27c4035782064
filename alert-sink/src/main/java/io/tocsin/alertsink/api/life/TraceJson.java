package io.tocsin.alertsink.api.life;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.tocsin.alertsink.engine.AlertTrace;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.GoDuration;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.alertsink.routing.Route;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** What becomes of an alert as JSON. Stateless. */
final class TraceJson {

    private TraceJson() {}

    /**
     * Returns the trace of an alert.
     *
     * @param deliveries gives the deliveries to a channel in which the alert was told
     */
    static ObjectNode of(AlertTrace trace, Function<String, ArrayNode> deliveries, Instant now) {
        HeldAlert alert = trace.alert();
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("fingerprint", alert.id());
        json.put("state", alert.isResolved(now) ? "resolved" : "firing");
        json.set("labels", texts(alert.labels()));
        json.put("starts_at", alert.startsAt().toString());
        json.put(
                "ends_at",
                alert.endsAt().equals(HeldAlert.NO_END) ? null : alert.endsAt().toString());
        json.put("updated_at", alert.updatedAt().toString());
        json.put("acknowledged_by", trace.acknowledgedBy().orElse(null));
        ArrayNode silences = json.putArray("silenced_by");
        trace.silences().forEach(each -> silences.add(silence(each)));
        json.put("inhibited_by", trace.inhibitedBy().map(HeldAlert::id).orElse(null));
        ArrayNode stops = json.putArray("routes");
        trace.stops().forEach(each -> stops.add(stop(each, deliveries)));
        return json;
    }

    private static ObjectNode silence(Silence silence) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("id", silence.id());
        json.put("kind", MaintenanceWindows.isOne(silence) ? "maintenance_window" : "silence");
        json.put("created_by", silence.createdBy());
        json.put("comment", silence.comment());
        json.put("ends_at", silence.endsAt().toString());
        return json;
    }

    private static ObjectNode stop(AlertTrace.Stop stop, Function<String, ArrayNode> deliveries) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("receiver", stop.route().receiver());
        json.put("escalation", stop.route().isEscalation());
        json.set("path", path(stop.path()));
        json.put("group_key", stop.groupKey());
        json.set("group_labels", texts(stop.groupLabels()));
        json.put("in_group", stop.isMember());
        json.put("group_told_before", stop.flushed());
        json.put("next_flush_at", stop.nextFlush().map(Instant::toString).orElse(null));
        ArrayNode closed = json.putArray("muted_by_time_intervals");
        stop.closedBy().forEach(closed::add);
        ArrayNode channels = json.putArray("channels");
        for (AlertTrace.Telling each : stop.tellings()) {
            ObjectNode channel = channels.addObject();
            channel.put("channel", each.channel());
            channel.put("would_be_told_now", each.tells());
            channel.put("why", each.why());
            channel.put("knows_firing", each.knowsFiring());
            channel.put("knows_resolved", each.knowsResolved());
            channel.put("told_at", each.told().map(told -> told.at().toString()).orElse(null));
            channel.put(
                    "notifications", each.told().map(told -> told.sequence()).orElse(0L));
            channel.set("deliveries", deliveries.apply(each.channel()));
        }
        return json;
    }

    /** Returns the routes from the root to where an alert stays. */
    static ArrayNode path(List<Route> path) {
        ArrayNode json = JsonNodeFactory.instance.arrayNode();
        for (Route each : path) {
            ObjectNode route = json.addObject();
            route.put("id", each.id());
            route.put("matchers", Matcher.text(each.matchers()));
            route.put("receiver", each.receiver());
            route.put("continue", each.goesOn());
        }
        return json;
    }

    /** Returns how a route groups and when it tells. */
    static ObjectNode settings(Route route) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ArrayNode groupBy = json.putArray("group_by");
        route.groupBy()
                .ifPresentOrElse(names -> names.stream().sorted().forEach(groupBy::add), () -> groupBy.add("..."));
        json.put(route.isEscalation() ? "after" : "group_wait", GoDuration.format(route.groupWait()));
        json.put("group_interval", GoDuration.format(route.groupInterval()));
        json.put("repeat_interval", GoDuration.format(route.repeatInterval()));
        json.put("digest", route.digest());
        return json;
    }

    static ObjectNode texts(Map<String, String> texts) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        new TreeMap<>(texts).forEach(json::put);
        return json;
    }
}
