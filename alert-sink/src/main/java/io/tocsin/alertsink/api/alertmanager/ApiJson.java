package io.tocsin.alertsink.api.alertmanager;

import com.fasterxml.jackson.core.JsonGenerator;
import io.tocsin.alertsink.config.AlertmanagerConfig;
import io.tocsin.alertsink.config.ReceiverConfig;
import io.tocsin.alertsink.engine.EngineView;
import io.tocsin.alertsink.engine.HeldAlert;
import io.tocsin.alertsink.engine.Silence;
import io.tocsin.alertsink.routing.Matcher;
import io.tocsin.service.http.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Writes the answers. Stateless. */
final class ApiJson {

    /** The version of Alertmanager whose API this is; its own tool warns of another one than its own. */
    static final String VERSION = "0.25.0";

    private ApiJson() {}

    /** Writes one part of an answer. */
    private interface Part {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] bytes(Part part) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(1024);
        try (JsonGenerator json = StrictJson.factory().createGenerator(out)) {
            part.write(json);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Writes one portion of an answer after another. */
    interface Portions {

        /** Writes the next one; returns whether more follow. */
        boolean write(JsonGenerator json) throws IOException;
    }

    static Portions alerts(Iterator<List<EngineView.AlertStatus>> alerts) {
        return json -> {
            openArray(json);
            if (alerts.hasNext()) {
                for (EngineView.AlertStatus each : alerts.next()) {
                    alert(json, each);
                }
            }
            return moreOrEnd(json, alerts);
        };
    }

    static Portions groups(Iterator<List<EngineView.GroupPortion>> groups) {
        return json -> {
            openArray(json);
            if (groups.hasNext()) {
                for (EngineView.GroupPortion each : groups.next()) {
                    group(json, each);
                }
            }
            return moreOrEnd(json, groups);
        };
    }

    private static void openArray(JsonGenerator json) throws IOException {
        if (json.getOutputContext().inRoot()) {
            json.writeStartArray();
        }
    }

    private static boolean moreOrEnd(JsonGenerator json, Iterator<?> portions) throws IOException {
        if (!portions.hasNext()) {
            json.writeEndArray();
        }
        return portions.hasNext();
    }

    /** A group begins with its first alert; one that has none is left out. */
    private static void group(JsonGenerator json, EngineView.GroupPortion group) throws IOException {
        boolean begun = !json.getOutputContext().getParent().inRoot();
        if (!begun && group.alerts().isEmpty()) {
            return;
        }
        if (!begun) {
            json.writeStartObject();
            json.writeArrayFieldStart("alerts");
        }
        for (EngineView.AlertStatus each : group.alerts()) {
            alert(json, each);
        }
        if (!group.last()) {
            return;
        }
        json.writeEndArray();
        texts(json, "labels", group.labels());
        json.writeObjectFieldStart("receiver");
        json.writeStringField("name", group.receiver());
        json.writeEndObject();
        texts(json, "routeLabels", group.routeLabels());
        json.writeEndObject();
    }

    private static void alert(JsonGenerator json, EngineView.AlertStatus status) throws IOException {
        HeldAlert alert = status.alert();
        json.writeStartObject();
        texts(json, "annotations", alert.annotations());
        json.writeStringField("endsAt", ApiTime.text(alert.endsAt()));
        json.writeStringField("fingerprint", alert.id());
        json.writeArrayFieldStart("receivers");
        for (String each : status.receivers()) {
            json.writeStartObject();
            json.writeStringField("name", each);
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("startsAt", ApiTime.text(alert.startsAt()));
        json.writeObjectFieldStart("status");
        list(json, "inhibitedBy", status.inhibitedBy());
        list(json, "mutedBy", status.mutedBy());
        list(json, "silencedBy", status.silencedBy());
        json.writeStringField("state", status.isSuppressed() ? "suppressed" : "active");
        json.writeEndObject();
        json.writeStringField("updatedAt", ApiTime.text(alert.updatedAt()));
        if (!alert.generatorUrl().isEmpty()) {
            json.writeStringField("generatorURL", alert.generatorUrl());
        }
        texts(json, "labels", alert.labels());
        json.writeEndObject();
    }

    static byte[] silences(List<Silence> silences, Instant now) {
        return bytes(json -> {
            json.writeStartArray();
            for (Silence each : silences) {
                silence(json, each, now);
            }
            json.writeEndArray();
        });
    }

    static byte[] silence(Silence silence, Instant now) {
        return bytes(json -> silence(json, silence, now));
    }

    private static void silence(JsonGenerator json, Silence silence, Instant now) throws IOException {
        json.writeStartObject();
        json.writeStringField("id", silence.id());
        json.writeObjectFieldStart("status");
        json.writeStringField("state", silence.state(now).text());
        json.writeEndObject();
        json.writeStringField("updatedAt", ApiTime.text(silence.updatedAt()));
        if (!silence.annotations().isEmpty()) {
            texts(json, "annotations", silence.annotations());
        }
        json.writeStringField("comment", silence.comment());
        json.writeStringField("createdBy", silence.createdBy());
        json.writeStringField("endsAt", ApiTime.text(silence.endsAt()));
        json.writeArrayFieldStart("matchers");
        for (Matcher each : silence.matchers()) {
            json.writeStartObject();
            json.writeBooleanField("isEqual", each.type().isEqual());
            json.writeBooleanField("isRegex", each.type().isRegex());
            json.writeStringField("name", each.name());
            json.writeStringField("value", each.value());
            json.writeEndObject();
        }
        json.writeEndArray();
        json.writeStringField("startsAt", ApiTime.text(silence.startsAt()));
        json.writeEndObject();
    }

    static byte[] silenceId(String id) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeStringField("silenceID", id);
            json.writeEndObject();
        });
    }

    static byte[] receivers(List<ReceiverConfig> receivers) {
        return bytes(json -> {
            json.writeStartArray();
            for (ReceiverConfig each : receivers) {
                json.writeStartObject();
                json.writeStringField("name", each.name());
                if (!each.labels().isEmpty()) {
                    texts(json, "labels", each.labels());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    static byte[] status(AlertmanagerConfig config, Instant startedAt, boolean ready) {
        return bytes(json -> {
            json.writeStartObject();
            json.writeObjectFieldStart("cluster");
            json.writeStringField("name", "tocsin");
            list(json, "peers", List.of());
            json.writeStringField("status", ready ? "ready" : "settling");
            json.writeEndObject();
            json.writeObjectFieldStart("config");
            json.writeStringField("original", config.original());
            json.writeEndObject();
            json.writeStringField("uptime", ApiTime.text(startedAt));
            json.writeObjectFieldStart("versionInfo");
            json.writeStringField("branch", "tocsin");
            json.writeStringField("buildDate", "");
            json.writeStringField("buildUser", "");
            json.writeStringField("goVersion", "");
            json.writeStringField("revision", "");
            json.writeStringField("version", VERSION);
            json.writeEndObject();
            json.writeEndObject();
        });
    }

    private static void list(JsonGenerator json, String name, Collection<String> texts) throws IOException {
        json.writeArrayFieldStart(name);
        for (String each : texts) {
            json.writeString(each);
        }
        json.writeEndArray();
    }

    private static void texts(JsonGenerator json, String name, Map<String, String> texts) throws IOException {
        json.writeObjectFieldStart(name);
        for (Map.Entry<String, String> each : texts.entrySet()) {
            json.writeStringField(each.getKey(), each.getValue());
        }
        json.writeEndObject();
    }
}
