package io.tocsin.alertsink.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.NotifiedAlert;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;

/** What the real amtool made of templates is what Tocsin makes of them. */
final class ConformanceTest {

    private static final String ZERO = "0001-01-01T00:00:00Z";

    private static JsonNode table() throws IOException {
        try (InputStream in = ConformanceTest.class.getResourceAsStream("/template-conformance.json")) {
            return new ObjectMapper().readTree(in);
        }
    }

    @Test
    void theRealAmtoolsOutputIsOurs() throws IOException {
        JsonNode table = table();
        Notification data = notification(table.get("data"));
        SoftAssertions softly = new SoftAssertions();
        int compared = 0;
        for (JsonNode each : table.get("cases")) {
            String text = each.get("template").textValue();
            boolean html = each.get("html").booleanValue();
            if (each.has("error")) {
                Throwable refused = catchThrowable(() -> render(text, html, data));
                softly.assertThat(refused).as(text).isInstanceOf(TemplateException.class);
                if (refused != null) {
                    softly.assertThat(refused.getMessage()).as(text).matches("(?s)conf:\\d+:\\d+: .+");
                }
            } else {
                String rendered;
                try {
                    rendered = render(text, html, data);
                } catch (TemplateException failed) {
                    rendered = failed.toString();
                }
                softly.assertThat(rendered)
                        .as(text)
                        .isEqualTo(each.get("output").textValue());
            }
            compared++;
        }
        softly.assertAll();
        assertThat(compared).isGreaterThan(100);
    }

    private static String render(String text, boolean html, Notification data) {
        Template template = TemplateSet.defaults().parse("conf", text);
        return html ? template.html(data) : template.text(data);
    }

    static Notification notification(JsonNode data) {
        List<NotifiedAlert> alerts = new ArrayList<>();
        for (JsonNode alert : data.get("alerts")) {
            String end = alert.get("endsAt").textValue();
            alerts.add(NotifiedAlert.of(
                    map(alert.get("labels")),
                    map(alert.get("annotations")),
                    Instant.parse(alert.get("startsAt").textValue()),
                    end.equals(ZERO) ? Optional.empty() : Optional.of(Instant.parse(end)),
                    alert.get("generatorURL").textValue(),
                    alert.get("fingerprint").textValue()));
        }
        return new Notification(
                "id",
                data.get("receiver").textValue(),
                "{}:{alertname=\"cpu\"}",
                "first notification",
                alerts,
                map(data.get("groupLabels")),
                map(data.get("commonLabels")),
                map(data.get("commonAnnotations")),
                new TreeMap<>(),
                data.get("externalURL").textValue(),
                0,
                Instant.parse("2026-11-20T09:20:00Z"));
    }

    private static SortedMap<String, String> map(JsonNode node) {
        SortedMap<String, String> map = new TreeMap<>();
        node.properties().forEach(each -> map.put(each.getKey(), each.getValue().textValue()));
        return map;
    }
}
