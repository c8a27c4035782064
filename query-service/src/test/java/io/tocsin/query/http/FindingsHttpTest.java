package io.tocsin.query.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.tocsin.query.fake.RunningQuery;
import io.tocsin.query.fake.Samples;
import io.tocsin.schemas.Finding;
import io.tocsin.schemas.FindingState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FindingsHttpTest {

    private RunningQuery query;

    @BeforeEach
    void start() {
        query = RunningQuery.start(Map.of());
        query.cluster.put(finding(1, "orders", "anomaly", FindingState.OPEN));
        query.cluster.put(finding(2, "billing", "anomaly-multivariate", FindingState.CLOSED));
        query.cluster.put(finding(3, "orders", "log-template-new", FindingState.OPEN));
    }

    @AfterEach
    void stop() {
        query.close();
    }

    @Test
    void findingsAreListedLatestBegunFirst() {
        JsonNode list = query.json("/api/v1/findings");

        assertThat(ids(list)).containsExactly("0000000000000003", "0000000000000002", "0000000000000001");
        JsonNode one = list.path("items").get(2);
        assertThat(one.path("subject").asText()).isEqualTo("cpu_usage");
        assertThat(one.path("state").asText()).isEqualTo("OPEN");
        assertThat(one.path("score").asDouble()).isEqualTo(0.9);
        assertThat(one.path("expected").asDouble()).isEqualTo(40);
        assertThat(one.path("lower").isNull()).isTrue();
        assertThat(one.path("contributions").path("cpu_usage").asDouble()).isEqualTo(1);
        assertThat(list.has("as_of")).isTrue();
    }

    @Test
    void anomaliesAreThoseOfMetricsAlone() {
        assertThat(ids(query.json("/api/v1/anomalies"))).containsExactly("0000000000000002", "0000000000000001");
        assertThat(ids(query.json("/api/v1/anomalies?kind=anomaly-multivariate")))
                .containsExactly("0000000000000002");
    }

    @Test
    void conditionsNarrowTheList() {
        assertThat(ids(query.json("/api/v1/findings?source=orders&state=open&kind=anomaly")))
                .containsExactly("0000000000000001");
        assertThat(ids(query.json("/api/v1/findings?from=" + (Samples.T0 + 2_500))))
                .containsExactly("0000000000000003");
        JsonNode page = query.json("/api/v1/findings?limit=2");
        assertThat(ids(page)).hasSize(2);
        assertThat(ids(query.json("/api/v1/findings?limit=2&cursor="
                        + page.path("next_cursor").asText())))
                .containsExactly("0000000000000001");
    }

    @Test
    void whatMakesNoSenseIsRefusedByName() {
        for (String bad : List.of("state=broken", "kind=A*", "limit=0", "from=soon", "severity=high", "cursor=x")) {
            var response = query.get("/api/v1/findings?" + bad);
            assertThat(response.statusCode()).as(bad).isEqualTo(400);
            assertThat(RunningQuery.json(response)
                            .path("errors")
                            .get(0)
                            .path("field")
                            .asText())
                    .isEqualTo(bad.substring(0, bad.indexOf('=')));
        }
        assertThat(query.get("/api/v1/anomalies?kind=log-template-new").statusCode())
                .isEqualTo(400);
    }

    private static Finding finding(int number, String source, String kind, FindingState state) {
        return Finding.newBuilder()
                .setId(String.format("%016x", number))
                .setTenant("default")
                .setEnvironment("production")
                .setSource(source)
                .setKind(kind)
                .setDetector("test")
                .setSubject("cpu_usage")
                .setState(state)
                .setSince(Samples.T0 + 1_000L * number)
                .setAt(Samples.T0 + 1_000L * number)
                .setScore(0.9)
                .setSeen(90.0)
                .setExpected(40.0)
                .setText("cpu_usage 90 is unusual")
                .setContributions(Map.of("cpu_usage", 1.0))
                .build();
    }

    private static List<String> ids(JsonNode list) {
        List<String> ids = new ArrayList<>();
        list.path("items").forEach(item -> ids.add(item.path("id").asText()));
        return ids;
    }
}
