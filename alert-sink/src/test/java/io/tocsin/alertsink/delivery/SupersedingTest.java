package io.tocsin.alertsink.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.alertsink.Examples;
import io.tocsin.schemas.Alert;
import io.tocsin.schemas.Delivery;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SupersedingTest {

    private static Delivery delivery(String id, Alert... alerts) {
        return Delivery.newBuilder(Examples.delivery(id, "chat", "g", 1, false))
                .setGroupIntervalMs(2_000)
                .setAlerts(List.of(alerts))
                .build();
    }

    private static Alert alert(String name, long start, Long end) {
        return Alert.newBuilder(Examples.delivery("x", "chat", name, 1, false)
                        .getAlerts()
                        .get(0))
                .setFingerprint(name)
                .setLabels(Map.of("alertname", name, "job", "j"))
                .setStartsAt(start)
                .setResolvedAt(end)
                .build();
    }

    @Test
    void whatWasMissedIsToldWithWhatIsNew() {
        Delivery merged = Superseding.merge(
                        delivery("1", alert("a", 1, null), alert("b", 1, 5L)), delivery("2", alert("a", 1, 9L)))
                .orElseThrow();
        assertThat(merged.getId()).isEqualTo("2");
        assertThat(merged.getStatus()).isEqualTo("resolved");
        assertThat(merged.getAlerts()).extracting(Alert::getFingerprint).containsExactly("a", "b");
        assertThat(merged.getCommonLabels()).isEqualTo(Map.of("job", "j"));
    }

    @Test
    void twoOccurrencesOfAnAlertAreToldApart() {
        assertThat(Superseding.merge(delivery("1", alert("a", 1, 5L)), delivery("2", alert("a", 7, null))))
                .isEmpty();
    }

    @Test
    void whatOnlyFiredAndIsMutedByNowIsLeftOut() {
        Delivery merged = Superseding.merge(delivery("1", alert("a", 1, null)), delivery("2", alert("b", 3, null)))
                .orElseThrow();
        assertThat(merged.getAlerts()).extracting(Alert::getFingerprint).containsExactly("b");
    }

    @Test
    void deliveriesWithoutAnIntervalStayAsTheyAre() {
        Delivery plain = Examples.delivery("1", "chat", "g", 1, false);
        assertThat(Superseding.merge(plain, delivery("2", alert("a", 1, null)))).isEmpty();
    }
}
