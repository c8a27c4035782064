package io.tocsin.alertsink.dispatch;

import static io.tocsin.alertsink.Examples.transition;
import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.AlertState;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Delivery;
import io.tocsin.schemas.NotificationLogEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class DispatchTest {

    private final Map<String, NotificationLogEntry> log = new HashMap<>();
    private final List<Delivery> told = new ArrayList<>();
    private final Dispatch dispatch = new Dispatch(new EveryChannel(
            List.of(new EveryChannel.Subscriber("chat", true), new EveryChannel.Subscriber("pager", false))));

    private void take(AlertTransition transition) {
        for (Dispatch.Consequence each : dispatch.weigh(transition, log::get)) {
            log.put(each.key(), each.entry());
            each.delivery().ifPresent(told::add);
        }
    }

    private List<String> told(String channel) {
        return told.stream()
                .filter(each -> each.getChannel().equals(channel))
                .map(each -> each.getStatus() + " " + each.getSequence() + " "
                        + each.getAlerts().get(0).getEpisode())
                .toList();
    }

    @Test
    void firingIsToldOnceAnEpisodeAndResolvedOnlyWhereItIsWanted() {
        take(transition("f", 1, 1, AlertState.PENDING));
        take(transition("f", 1, 2, AlertState.FIRING));
        take(transition("f", 1, 3, AlertState.ACKNOWLEDGED));
        take(transition("f", 1, 4, AlertState.RECOVERING));
        take(transition("f", 1, 5, AlertState.FIRING));
        take(transition("f", 1, 6, AlertState.RESOLVED));
        take(transition("f", 2, 1, AlertState.FIRING));
        assertThat(told("chat")).containsExactly("firing 1 1", "resolved 2 1", "firing 3 2");
        assertThat(told("pager")).containsExactly("firing 1 1", "firing 2 2");
    }

    @Test
    void whatNeverFiredIsNeverToldAsResolved() {
        take(transition("f", 1, 1, AlertState.PENDING));
        take(transition("f", 1, 2, AlertState.RESOLVED));
        assertThat(told).isEmpty();
        assertThat(log.get("chat|f").getLastState()).isEqualTo(AlertState.RESOLVED);
        assertThat(log.get("chat|f").getToldAt()).isNull();
    }

    @Test
    void aResolutionIsToldThoughItBelongsToALaterEpisode() {
        take(transition("f", 1, 1, AlertState.FIRING));
        take(transition("f", 2, 1, AlertState.PENDING));
        take(transition("f", 2, 2, AlertState.RESOLVED));
        assertThat(told("chat")).containsExactly("firing 1 1", "resolved 2 2");
    }

    @Test
    void aProcessorThatCountsFromOneAgainIsBelieved() {
        take(transition("f", 7, 1, AlertState.FIRING));
        take(transition("f", 7, 2, AlertState.RESOLVED));
        AlertTransition again = AlertTransition.newBuilder(transition("f", 1, 1, AlertState.FIRING))
                .setAt(transition("f", 8, 1, AlertState.FIRING).getAt())
                .build();
        take(again);
        assertThat(told("chat")).containsExactly("firing 1 7", "resolved 2 7", "firing 3 1");
        assertThat(told.stream().map(Delivery::getId)).doesNotHaveDuplicates();
    }

    @Property(tries = 300)
    void readingAnyPartOfTheHistoryAgainTellsNothingNew(
            @ForAll("histories") List<AlertTransition> history, @ForAll int from) {
        forgetTheTryBefore();
        history.forEach(this::take);
        int before = told.size();
        history.subList(Math.floorMod(from, history.size() + 1), history.size()).forEach(this::take);
        assertThat(told).hasSize(before);
        history.forEach(this::take);
        assertThat(told).hasSize(before);
    }

    @Property(tries = 300)
    void everyChannelKnowsEveryFiringEpisodeAndIdsAreStable(@ForAll("histories") List<AlertTransition> history) {
        forgetTheTryBefore();
        history.forEach(this::take);
        List<String> ids = told.stream().map(Delivery::getId).toList();
        assertThat(ids).doesNotHaveDuplicates();
        for (AlertTransition each : history) {
            if (each.getTo() == AlertState.FIRING) {
                assertThat(told)
                        .anyMatch(delivery -> delivery.getStatus().equals("firing")
                                && delivery.getAlerts().get(0).getEpisode()
                                        == each.getAlert().getEpisode());
            }
        }
        forgetTheTryBefore();
        history.forEach(this::take);
        assertThat(told.stream().map(Delivery::getId)).isEqualTo(ids);
    }

    /** jqwik makes one instance for all tries. */
    private void forgetTheTryBefore() {
        log.clear();
        told.clear();
    }

    @Provide
    Arbitrary<List<AlertTransition>> histories() {
        return Arbitraries.of(AlertState.values()).list().ofMaxSize(30).map(DispatchTest::history);
    }

    /** After a resolution a new episode begins. */
    private static List<AlertTransition> history(List<AlertState> states) {
        List<AlertTransition> history = new ArrayList<>();
        long episode = 1;
        long step = 0;
        for (AlertState state : states) {
            history.add(transition("f", episode, ++step, state));
            if (state == AlertState.RESOLVED) {
                episode++;
                step = 0;
            }
        }
        return history;
    }
}
