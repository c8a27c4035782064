package io.tocsin.processor.core.incident;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.incident.IncidentOrder.Kind;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertJoin;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.AlertView;
import io.tocsin.processor.core.model.Severity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class IncidentBookTest {

    private static final long START = 1_700_000_000_000L;

    private final Map<String, IncidentView> archive = new TreeMap<>();
    private final List<IncidentView> told = new ArrayList<>();
    private final Links links = new Links();
    private IncidentBook book = book(IncidentSettings.defaults());
    private long now = START;
    private int orders;

    @Test
    void alertsOfSourcesThatCallOneAnotherAreOneIncidentWithTheCalledOneAsOrigin() {
        links.call("web", "stock");
        alert("a1", "web", AlertPhase.FIRING, START);
        alert("a2", "stock", AlertPhase.FIRING, START);
        alert("a3", "elsewhere", AlertPhase.FIRING, START);
        step();

        assertThat(archive).hasSize(2);
        IncidentView incident = of("a1");
        assertThat(incident.alerts()).extracting(Member::ref).containsExactly("a1", "a2");
        assertThat(incident.origin()).isEqualTo("stock");
        assertThat(IncidentId.openedAt(incident.id())).isEqualTo(START);
    }

    @Test
    void theSameBriefTwiceChangesNothing() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        told.clear();
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        assertThat(told).isEmpty();
    }

    @Test
    void anAlertThatCameAndWentWithinOneTellingIsPartOfAnIncident() {
        alert("a1", "web", AlertPhase.RESOLVED, START);
        step();
        assertThat(of("a1").alerts()).singleElement().matches(member -> !member.open());
    }

    @Test
    void whatIsOverResolvesByItselfAndOpensAgainWithItsSources() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        alert("a1", "web", AlertPhase.RESOLVED, START);
        pass(61_000);
        IncidentView over = of("a1");
        assertThat(over.state()).isEqualTo(IncidentView.State.RESOLVED);
        assertThat(over.resolvedBy()).isNull();

        alert("a2", "web", AlertPhase.FIRING, now);
        step();
        assertThat(of("a2").id()).isEqualTo(over.id());
        assertThat(of("a2").state()).isEqualTo(IncidentView.State.OPEN);
    }

    @Test
    void whatAPersonResolvedStaysSoAndLaterTroubleIsAnotherIncident() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        String first = of("a1").id();
        assertThat(order(first, Kind.RESOLVE, "fixed")).isTrue();
        assertThat(order(first, Kind.RESOLVE, "again")).isFalse();
        alert("a1", "web", AlertPhase.ACKNOWLEDGED, START);
        alert("a2", "web", AlertPhase.FIRING, now);
        step();

        assertThat(archive.get(first).state()).isEqualTo(IncidentView.State.RESOLVED);
        assertThat(archive.get(first).resolvedBy()).isEqualTo("kim");
        assertThat(of("a2").id()).isNotEqualTo(first);
    }

    @Test
    void aReopenedIncidentStaysOpenUntilAPersonResolvesIt() {
        alert("a1", "web", AlertPhase.FIRING, START);
        alert("a1", "web", AlertPhase.RESOLVED, START);
        pass(61_000);
        String id = of("a1").id();
        pass(7_200_000);
        assertThat(order(id, Kind.REOPEN, null)).isTrue();
        pass(7_200_000);
        assertThat(archive.get(id).state()).isEqualTo(IncidentView.State.OPEN);
        order(id, Kind.RESOLVE, null);
        assertThat(archive.get(id).state()).isEqualTo(IncidentView.State.RESOLVED);
    }

    @Test
    void acknowledgementOwnerAndNotesAreKeptWithWhoAndWhen() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a1").id();
        now += 5_000;
        order(id, Kind.ACKNOWLEDGE, "looking");
        book.order(new IncidentOrder("o-owner", id, Kind.ASSIGN, "kim", null, "lee", null, List.of()), links, now);
        order(id, Kind.NOTE, "disk was full");
        step();

        IncidentView incident = archive.get(id);
        assertThat(incident.state()).isEqualTo(IncidentView.State.ACKNOWLEDGED);
        assertThat(incident.acknowledgedBy()).isEqualTo("kim");
        assertThat(incident.acknowledgedAt()).isEqualTo(START + 5_000);
        assertThat(incident.owner()).isEqualTo("lee");
        assertThat(incident.notes()).containsExactly(new IncidentNote(START + 5_000, "kim", "disk was full"));
        assertThat(incident.timeline())
                .filteredOn(entry -> "kim".equals(entry.actor()))
                .extracting(TimelineEntry::text)
                .containsExactly("acknowledged: looking", "given to lee", "note: disk was full");
    }

    @Test
    void anOrderActsOnceEvenAfterManyOthers() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a1").id();
        IncidentOrder note = new IncidentOrder("once", id, Kind.NOTE, "kim", "first", null, null, List.of());
        assertThat(book.order(note, links, now)).isTrue();
        for (int i = 0; i < 80; i++) {
            order(id, Kind.NOTE, "more " + i);
        }
        assertThat(book.order(note, links, now)).isFalse();
        assertThat(archive.get(id).notes()).hasSize(81);
    }

    @Test
    void notesAreBounded() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a1").id();
        int taken = 0;
        for (int i = 0; i < 200; i++) {
            taken += order(id, Kind.NOTE, "x".repeat(1_000)) ? 1 : 0;
        }
        assertThat(taken).isEqualTo(Incident.MOST_NOTED / 1_000);
    }

    @Test
    void peopleMakeTwoIncidentsOneAndPartThemAgain() {
        alert("a1", "web", AlertPhase.FIRING, START);
        now += 1_000;
        alert("a2", "stock", AlertPhase.FIRING, now);
        step();
        String web = of("a1").id();
        String stock = of("a2").id();
        assertThat(book.order(new IncidentOrder("m", web, Kind.MERGE, "kim", null, null, stock, List.of()), links, now))
                .isTrue();
        step();
        assertThat(archive.get(stock).state()).isEqualTo(IncidentView.State.MERGED);
        assertThat(archive.get(stock).mergedInto()).isEqualTo(web);
        assertThat(archive.get(web).alerts()).extracting(Member::ref).containsExactly("a1", "a2");

        assertThat(book.order(
                        new IncidentOrder("s", web, Kind.SPLIT, "kim", null, null, null, List.of("a2")), links, now))
                .isTrue();
        step();
        IncidentView part = archive.values().stream()
                .filter(each ->
                        each.state() == IncidentView.State.OPEN && !each.id().equals(web))
                .findFirst()
                .orElseThrow();
        assertThat(part.alerts()).extracting(Member::ref).containsExactly("a2");
        assertThat(part.sources()).extracting(IncidentSource::name).containsExactly("stock");
        assertThat(archive.get(web).sources()).extracting(IncidentSource::name).containsExactly("web");
        assertThat(archive.get(web).timeline())
                .anyMatch(entry -> "s".equals(entry.order()) && entry.ref().equals(part.id()));

        links.call("web", "stock");
        alert("a3", "stock", AlertPhase.FIRING, now);
        step();
        assertThat(archive.get(web).state()).isEqualTo(IncidentView.State.OPEN);
        assertThat(archive.get(part.id()).state())
                .as("what people parted does not become one by itself")
                .isEqualTo(IncidentView.State.OPEN);
    }

    @Test
    void anAlertThatFiresAgainStaysInTheIncidentIntoWhichPeoplePutIt() {
        alert("a1", "web", AlertPhase.FIRING, START);
        alert("a2", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a1").id();
        book.order(new IncidentOrder("s", id, Kind.SPLIT, "kim", null, null, null, List.of("a2")), links, now);
        step();
        now += 5_000;
        alert("a2", "web", AlertPhase.RESOLVED, START);
        now += 5_000;
        alert("a2", "web", AlertPhase.FIRING, now);
        step();

        assertThat(archive.get(id).alerts()).extracting(Member::ref).containsExactly("a1");
        assertThat(archive).hasSize(2);
        assertThat(archive.values()).allMatch(view -> view.state() == IncidentView.State.OPEN);
    }

    @Test
    void aSplitOfAllOrOfWhatIsNotThereIsRefused() {
        alert("a1", "web", AlertPhase.FIRING, START);
        alert("a2", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a1").id();
        for (List<String> members : List.of(List.<String>of(), List.of("a1", "a2"), List.of("a1", "zz"))) {
            assertThat(book.order(
                            new IncidentOrder("s" + members, id, Kind.SPLIT, "kim", null, null, null, members),
                            links,
                            now))
                    .isFalse();
        }
    }

    @Test
    void labelsThatAgreeWithinTheWindowPutStrangersTogether() {
        book = book(new IncidentSettings(600_000, 60_000, List.of(new CorrelationRule(List.of("team"), 60_000))));
        alert("a1", "web", AlertPhase.FIRING, START, Map.of("team", "shop"));
        now += 30_000;
        alert("a2", "stock", AlertPhase.FIRING, now, Map.of("team", "shop"));
        alert("a3", "mail", AlertPhase.FIRING, now, Map.of("team", "mail"));
        alert("a4", "tape", AlertPhase.FIRING, now, Map.of());
        now += 61_000;
        alert("a5", "cart", AlertPhase.FIRING, now, Map.of("team", "shop"));
        step();
        assertThat(of("a1").alerts()).extracting(Member::ref).containsExactly("a1", "a2");
        assertThat(archive).hasSize(4);
    }

    @Test
    void itIsToldWhichIncidentAnAlertBelongsToWheneverThatChanges() {
        alert("a1", "web", AlertPhase.FIRING, START);
        alert("a1", "web", AlertPhase.ACKNOWLEDGED, START);
        alert("a2", "stock", AlertPhase.FIRING, START + 1);
        step();
        String web = of("a1").id();
        String stock = of("a2").id();
        assertThat(joins())
                .containsExactly(
                        new AlertJoin("web", "a1", START, web), new AlertJoin("stock", "a2", START + 1, stock));
        book.order(new IncidentOrder("m", web, Kind.MERGE, "kim", null, null, stock, List.of()), links, now);
        assertThat(joins()).containsExactly(new AlertJoin("stock", "a2", START + 1, web));
        book.order(new IncidentOrder("s", web, Kind.SPLIT, "kim", null, null, null, List.of("a1")), links, now);
        step();
        assertThat(joins()).singleElement().satisfies(join -> {
            assertThat(join.fingerprint()).isEqualTo("a1");
            assertThat(join.incident()).isNotIn(web, stock);
        });
        assertThat(joins()).isEmpty();
    }

    private List<AlertJoin> joins() {
        List<AlertJoin> joins = new ArrayList<>();
        book.joins(joins::add);
        return joins;
    }

    @Test
    void aBookThatWasWrittenGoesOnFromTheArchive() {
        alert("a1", "web", AlertPhase.FIRING, START);
        step();
        alert("a2", "web", AlertPhase.FIRING, START);
        String id = of("a1").id();
        reload();
        told.clear();
        step();
        assertThat(told).singleElement().satisfies(view -> {
            assertThat(view.id()).isEqualTo(id);
            assertThat(view.alerts()).hasSize(2);
        });
        alert("a3", "other", AlertPhase.FIRING, START);
        step();
        assertThat(archive).hasSize(2);
    }

    @Test
    void theTimelineIsBoundedAndKeepsWhatPeopleDid() {
        alert("a0", "web", AlertPhase.FIRING, START);
        step();
        String id = of("a0").id();
        for (int i = 0; i < 500; i++) {
            alert("b" + i, "web", AlertPhase.FIRING, now);
            if (i == 60) {
                order(id, Kind.NOTE, "remember me");
            }
        }
        step();
        IncidentView incident = archive.get(id);
        assertThat(incident.timeline()).hasSize(Timeline.HEAD + Timeline.TAIL);
        assertThat(incident.omitted()).isEqualTo(502 - Timeline.HEAD - Timeline.TAIL);
        assertThat(incident.timeline()).anyMatch(entry -> entry.text().contains("remember me"));
        assertThat(incident.alertCount()).isEqualTo(501);
        assertThat(incident.alerts()).hasSize(200);
    }

    @Test
    void anUnheardOfIdIsNoIncident() {
        assertThat(IncidentId.openedAt("inc-zz")).isEqualTo(-1);
        assertThat(IncidentId.openedAt("inc-1234567890abcdef0-00000000")).isEqualTo(-1);
        assertThat(order("inc-18bcfe56800-00000000", Kind.RESOLVE, null)).isFalse();
    }

    private IncidentBook book(IncidentSettings settings) {
        return new IncidentBook("t", "prod", settings, archive::get);
    }

    private void reload() {
        ByteWriter writer = new ByteWriter(64);
        book.unsaved(view -> archive.put(view.id(), view));
        book.writeTo(writer);
        ByteReader reader = new ByteReader().reset(writer.toBytes());
        book = IncidentBook.readFrom(reader, "t", "prod", IncidentSettings.defaults(), archive::get);
        reader.requireEnd();
    }

    private boolean order(String id, Kind kind, String text) {
        boolean did =
                book.order(new IncidentOrder("o" + ++orders, id, kind, "kim", text, null, null, List.of()), links, now);
        step();
        return did;
    }

    private void pass(long ms) {
        now += ms;
        step();
    }

    private void step() {
        book.step(now, view -> {
            told.add(view);
            archive.put(view.id(), view);
        });
    }

    private IncidentView of(String fingerprint) {
        return archive.values().stream()
                .filter(view ->
                        view.alerts().stream().anyMatch(member -> member.ref().equals(fingerprint)))
                .findFirst()
                .orElseThrow();
    }

    private void alert(String fingerprint, String source, AlertPhase phase, long since) {
        alert(fingerprint, source, phase, since, Map.of());
    }

    private void alert(String fingerprint, String source, AlertPhase phase, long since, Map<String, String> labels) {
        book.alert(
                new AlertBrief(
                        fingerprint,
                        source,
                        "rule",
                        Severity.WARNING,
                        phase,
                        "Something",
                        since,
                        phase == AlertPhase.PENDING ? AlertView.NEVER : since,
                        now,
                        AlertChange.RULE,
                        labels),
                links,
                now);
    }
}
