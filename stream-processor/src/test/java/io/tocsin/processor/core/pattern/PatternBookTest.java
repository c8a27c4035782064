package io.tocsin.processor.core.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PatternBookTest {

    private final PatternSettings settings = PatternSettings.defaults();
    private final List<PatternChange> told = new ArrayList<>();
    private PatternBook book = new PatternBook("t", "e");
    private long now = 1_000_000;

    @Test
    void whatTurnsOutToBeOneIsToldAsOne() {
        hold(10, cascade("b", false, "b", "a", "x"), cascade("d", false, "d", "c", "y"));
        assertThat(steps()).containsExactly("STARTED b", "STARTED d");

        hold(10, cascade("d", false, "d", "c", "y", "b", "a", "x"));
        assertThat(steps()).containsExactly("STARTED b", "STARTED d", "ENDED b", "CHANGED d");
        assertThat(told.get(2).pattern().evidence().toString())
                .contains("part of " + told.get(1).pattern().id());
        assertThat(book.active()).extracting(PatternView::origin).containsExactly("d");
    }

    @Test
    void aPatternThatComesFromElsewhereIsToldAnewAndTheFirstOneSaysSo() {
        hold(10, cascade("b", false, "b", "a", "x"));
        hold(20, cascade("d", false, "d", "b", "a", "x"));

        assertThat(steps()).containsExactly("STARTED b", "CHANGED b", "STARTED d", "ENDED b");
        assertThat(told.get(3).pattern().evidence().toString())
                .contains("turned out to come from d and goes on as "
                        + told.get(2).pattern().id());
        assertThat(told.get(2).pattern().onset())
                .isEqualTo(told.get(0).pattern().onset());
    }

    @Test
    void anOriginThatChangesForAMomentChangesNothing() {
        hold(10, cascade("b", false, "b", "a", "x"));
        hold(3, cascade("a", false, "a", "b", "x"));
        hold(30, cascade("b", false, "b", "a", "x"));

        assertThat(steps()).containsExactly("STARTED b");
    }

    @Test
    void aDoubtfulOriginIsWaitedForButNotForLong() {
        hold(10, cascade("b", true, "b", "a", "x"));
        assertThat(told).isEmpty();
        hold(6, cascade("b", true, "b", "a", "x"));
        assertThat(steps()).containsExactly("STARTED b");
    }

    @Test
    void anOriginThatChangesAllTheTimeIsToldAllTheSame() {
        for (int i = 0; i < 15; i++) {
            hold(2, cascade(i % 2 == 0 ? "a" : "b", false, "a", "b", "x"));
        }
        assertThat(told.get(0).at() - 1_000_000).isLessThanOrEqualTo(27_000);
    }

    @Test
    void aBookThatIsReadAgainGoesOn() {
        hold(10, cascade("b", false, "b", "a", "x"));
        hold(5, cascade("d", true, "d", "b", "a", "x"));
        ByteWriter writer = new ByteWriter(64);
        book.writeTo(writer);
        book = new PatternBook("t", "e");
        book.readFrom(new ByteReader().reset(writer.toBytes()));
        hold(8, cascade("d", true, "d", "b", "a", "x"));

        assertThat(steps()).endsWith("STARTED d", "ENDED b");
    }

    private List<String> steps() {
        return told.stream()
                .map(change -> change.step() + " " + change.pattern().origin())
                .toList();
    }

    private void hold(int seconds, Assessment... assessments) {
        for (int i = 0; i < seconds; i++) {
            book.take(List.of(assessments), settings, now, told::add);
            now += 1_000;
        }
    }

    private static Assessment cascade(String origin, boolean doubtful, String... sources) {
        return new Assessment(
                PatternKind.CASCADING_FAILURES,
                origin,
                List.of(sources),
                doubtful,
                10,
                900_000,
                0.8,
                List.of(new Criterion("events", 10, 5)),
                List.of("seen"));
    }
}
