package io.tocsin.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.standalone.TocsinProcess.Answer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncidentsIT {

    private static final String INCIDENTS = "/api/v1/incidents";

    @TempDir
    private Path folder;

    private TocsinProcess tocsin;

    @Test
    void anIncidentIsWorkedOnOverHttpAndSurvivesACrash() throws Exception {
        tocsin = TocsinProcess.start(folder.resolve("data"));
        try {
            String web = open("web-shop");
            String mail = open("mail");
            assertThat(order(web, "acknowledge", "{\"actor\":\"ada\",\"comment\":\"on it\"}", 200)
                            .path("state")
                            .asText())
                    .isEqualTo("ACKNOWLEDGED");
            assertThat(order(web, "assign", "{\"actor\":\"ada\",\"owner\":\"lee\"}", 200)
                            .path("owner")
                            .asText())
                    .isEqualTo("lee");
            order(web, "notes", "{\"actor\":\"lee\",\"text\":\"disk was full\"}", 200);
            assertThat(order(web, "merge", "{\"actor\":\"lee\",\"incident\":\"" + mail + "\"}", 200)
                            .path("sources"))
                    .hasSize(2);

            tocsin.kill();
            tocsin = TocsinProcess.start(folder.resolve("data"));

            // The last of the orders: what was carried out and not yet committed is carried out again.
            tocsin.await(
                    INCIDENTS + "/" + mail,
                    one -> one.path("merged_into").asText().equals(web));
            JsonNode kept = tocsin.get(INCIDENTS + "/" + web).json();
            assertThat(kept.path("notes")).hasSize(1);
            assertThat(kept.path("owner").asText()).isEqualTo("lee");
            assertThat(kept.path("acknowledged_by").asText()).isEqualTo("ada");
            String alert = "";
            for (JsonNode each : kept.path("alerts")) {
                alert = each.path("source").asText().equals("mail")
                        ? each.path("fingerprint").asText()
                        : alert;
            }
            JsonNode part = order(web, "split", "{\"alerts\":[\"" + alert + "\"]}", 201);
            assertThat(part.path("origin").asText()).isEqualTo("mail");
            assertThat(order(web, "resolve", "{\"actor\":\"lee\"}", 200)
                            .path("resolved_by")
                            .asText())
                    .isEqualTo("lee");
            HttpResponse<String> text = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(tocsin.uri().resolve(INCIDENTS + "/" + web + "/post-mortem"))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            assertThat(text.statusCode()).isEqualTo(200);
            assertThat(text.body()).contains("# Post-mortem", "disk was full", "**lee**", "as lee declared");
        } finally {
            tocsin.close();
        }
    }

    private String open(String source) {
        tocsin.post(
                "/api/v1/events",
                "application/json",
                "{\"source\":\"" + source + "\",\"event_type\":\"order\",\"data\":{\"response_time\":20000}}");
        return tocsin.await(
                        INCIDENTS + "?source=" + source,
                        list -> list.path("items").size() == 1)
                .path("items")
                .get(0)
                .path("id")
                .asText();
    }

    private JsonNode order(String incident, String path, String body, int status) throws IOException {
        Answer answer = tocsin.post(INCIDENTS + "/" + incident + "/" + path, "application/json", body);
        assertThat(answer.status()).as(path + " " + answer.json()).isEqualTo(status);
        return answer.json();
    }
}
