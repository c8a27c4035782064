package io.tocsin.service.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.http.MutableHttpResponse;
import io.tocsin.service.http.StrictJson;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HealthControllerTest {

    private record Check(String name, boolean ready, String detail) implements ReadinessCheck {}

    private static MutableHttpResponse<byte[]> ready(ReadinessCheck... checks) {
        return new HealthController(List.of(checks), () -> Instant.parse("2026-01-01T00:00:00.123456Z")).ready();
    }

    private static String text(MutableHttpResponse<byte[]> response) {
        return StrictJson.parse(response.body()).toString();
    }

    @Test
    void aServiceIsReadyWhenEveryCheckIs() {
        MutableHttpResponse<byte[]> response =
                ready(new Check("kafka", true, "connected"), new Check("streams", true, "running"));
        assertThat(response.code()).isEqualTo(200);
        assertThat(text(response))
                .isEqualTo("{\"checks\":{\"kafka\":{\"ready\":true,\"detail\":\"connected\"},"
                        + "\"streams\":{\"ready\":true,\"detail\":\"running\"}},"
                        + "\"status\":\"ready\",\"timestamp\":\"2026-01-01T00:00:00.123Z\"}");
    }

    @Test
    void oneCheckThatIsNotReadyIsEnough() {
        MutableHttpResponse<byte[]> response =
                ready(new Check("kafka", true, ""), new Check("streams", false, "restoring"));
        assertThat(response.code()).isEqualTo(503);
        assertThat(text(response)).contains("\"detail\":\"restoring\"").contains("\"status\":\"not-ready\"");
    }

    @Test
    void aCheckThatFailsDoesNotHideTheOthers() {
        MutableHttpResponse<byte[]> response = ready(
                new ReadinessCheck() {
                    @Override
                    public String name() {
                        return "broken";
                    }

                    @Override
                    public boolean ready() {
                        throw new IllegalStateException("password=hunter2");
                    }

                    @Override
                    public String detail() {
                        return "";
                    }
                },
                new Check("kafka", true, "connected"));
        assertThat(response.code()).isEqualTo(503);
        assertThat(text(response)).contains("kafka", "the check itself failed").doesNotContain("hunter2");
    }
}
