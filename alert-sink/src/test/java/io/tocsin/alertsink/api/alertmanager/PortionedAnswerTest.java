package io.tocsin.alertsink.api.alertmanager;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.types.files.StreamedFile;
import io.tocsin.alertsink.engine.EngineView.AlertStatus;
import io.tocsin.alertsink.engine.EngineView.GroupPortion;
import io.tocsin.alertsink.routing.LabelSet;
import io.tocsin.service.http.StrictJson;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PortionedAnswerTest {

    private static GroupPortion portion(String group, boolean last) {
        return new GroupPortion(LabelSet.of(Map.of("g", group)), "r", Map.of(), List.of(), last);
    }

    @Test
    void aShortAnswerHasALength() {
        Iterator<List<AlertStatus>> none = List.<List<AlertStatus>>of().iterator();
        assertThat(PortionedAnswer.of(ApiJson.alerts(none)).body()).isEqualTo("[]".getBytes());
    }

    @Test
    void groupsWithoutAlertsAreLeftOut() {
        Iterator<List<GroupPortion>> groups = List.of(
                        List.of(portion("a", false)), List.of(portion("a", true), portion("b", true)))
                .iterator();
        assertThat(PortionedAnswer.of(ApiJson.groups(groups)).body()).isEqualTo("[]".getBytes());
    }

    @Test
    void aLongAnswerIsWrittenWhileItIsRead() throws IOException {
        int[] written = new int[1];
        ApiJson.Portions endless = json -> {
            if (written[0] == 0) {
                json.writeStartArray();
            }
            for (int each : IntStream.range(0, 10_000).toArray()) {
                json.writeNumber(each);
            }
            if (++written[0] == 100) {
                json.writeEndArray();
            }
            return written[0] < 100;
        };
        MutableHttpResponse<?> response = PortionedAnswer.of(endless);
        assertThat(written[0]).isLessThan(10);
        assertThat(response.body()).isInstanceOf(StreamedFile.class);
        byte[] all = ((StreamedFile) response.body()).getInputStream().readAllBytes();
        assertThat(written[0]).isEqualTo(100);
        assertThat(StrictJson.parse(all)).hasSize(1_000_000);
    }
}
