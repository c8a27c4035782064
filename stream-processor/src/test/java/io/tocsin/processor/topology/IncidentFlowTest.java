package io.tocsin.processor.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.topology.state.IncidentRetention;
import io.tocsin.schemas.AlertStepKind;
import io.tocsin.schemas.AlertTransition;
import io.tocsin.schemas.Incident;
import io.tocsin.schemas.IncidentAction;
import io.tocsin.schemas.IncidentCommand;
import io.tocsin.schemas.IncidentMember;
import io.tocsin.schemas.IncidentState;
import io.tocsin.schemas.QueryKind;
import io.tocsin.schemas.QueryRequest;
import io.tocsin.schemas.catalogue.Stores;
import io.tocsin.schemas.catalogue.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IncidentFlowTest {

    private ProcessorRig rig = new ProcessorRig();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void alertsOfASourceBecomeAnIncidentThatIsToldKeptAndResolved() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(3));

        Incident open = incidents(Map.of()).get(0);
        assertThat(open.getState()).isEqualTo(IncidentState.OPEN);
        assertThat(open.getOrigin()).isEqualTo("orders");
        assertThat(open.getAlerts()).isNotEmpty();
        assertThat(open.getTimeline()).as("a list leaves it out").isEmpty();
        assertThat(one(open.getId()).getTimeline()).isNotEmpty();
        assertThat(rig.read(rig.topics.alertTransitions, AlertTransition.class))
                .as("the alert knows its incident")
                .last()
                .satisfies(step -> {
                    assertThat(step.getKind()).isEqualTo(AlertStepKind.JOINED);
                    assertThat(step.getAlert().getIncident()).isEqualTo(open.getId());
                });
        assertThat(rig.read(rig.topics.incidents, Incident.class)).last().satisfies(told -> assertThat(told.getId())
                .isEqualTo(open.getId()));

        for (int i = 0; i < 200; i++) {
            rig.metric("orders", "response_time", 20).tickFor(Duration.ofSeconds(5));
        }
        Incident over = one(open.getId());
        assertThat(over.getState()).isEqualTo(IncidentState.RESOLVED);
        assertThat(over.getResolvedAt()).isGreaterThan(over.getOpenedAt());
        assertThat(over.getAlerts()).extracting(IncidentMember::getState).containsOnly("resolved");
    }

    @Test
    void incidentsAreListedLatestFirstByConditionsAndPageByPage() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        rig.metric("mail", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        rig.metric("search", "response_time", 20_000).tickFor(Duration.ofSeconds(2));

        assertThat(incidents(Map.of())).extracting(Incident::getOrigin).containsExactly("search", "mail", "orders");
        assertThat(incidents(Map.of("source", "mail")))
                .extracting(Incident::getOrigin)
                .containsExactly("mail");
        assertThat(incidents(Map.of("state", "resolved"))).isEmpty();
        assertThat(incidents(Map.of("environment", "production"))).hasSize(3);
        assertThat(incidents(Map.of("environment", "elsewhere"))).isEmpty();
        assertThat(incidents(Map.of("owner", "kim"))).isEmpty();
        QueryRequest first = RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.ALL)
                .setLimit(1)
                .build();
        String after =
                new RigQueries(rig).engine().query(first).getRows().get(0).getKey();
        assertThat(new RigQueries(rig)
                        .rows(
                                RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.ALL)
                                        .setAfter(after)
                                        .build(),
                                Incident.class))
                .extracting(Incident::getOrigin)
                .containsExactly("mail", "orders");
    }

    @Test
    void ordersOfPeopleAreCarriedOutOnceAndTold() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        String id = incidents(Map.of()).get(0).getId();
        IncidentCommand note =
                command("c1", id, IncidentAction.NOTE).setText("disk was full").build();
        rig.send(command("c0", id, IncidentAction.ACKNOWLEDGE).build())
                .send(note)
                .send(note)
                .send(command("c2", id, IncidentAction.ASSIGN).setOwner("lee").build());

        Incident incident = one(id);
        assertThat(incident.getState()).isEqualTo(IncidentState.ACKNOWLEDGED);
        assertThat(incident.getOwner()).isEqualTo("lee");
        assertThat(incident.getNotes()).singleElement().satisfies(each -> assertThat(each.getText())
                .isEqualTo("disk was full"));
        assertThat(incidents(Map.of("owner", "lee"))).hasSize(1);
        assertThat(rig.read(rig.topics.incidents, Incident.class)).last().satisfies(told -> assertThat(told.getOwner())
                .isEqualTo("lee"));
        assertThat(rig.raw(rig.topics.deadLetters)).isEmpty();
    }

    @Test
    void anAnswerWaitsForThePositionOfACommandAndKnowsNoOther() {
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        String id = incidents(Map.of()).get(0).getId();
        rig.send(command("c0", id, IncidentAction.ACKNOWLEDGE).build());

        assertThat(errorAt(Topics.INCIDENT_COMMANDS + "/0", 0)).isNull();
        assertThat(errorAt(Topics.INCIDENT_COMMANDS + "/0", 5)).isEqualTo("BEHIND");
        assertThat(errorAt("events/0", 0)).isEqualTo("BEHIND");
    }

    @Test
    void aCommandAboutNothingChangesNothingAndAForeignKeyIsADeadLetter() {
        rig.send(command("c0", "inc-1-00000000", IncidentAction.RESOLVE).build());
        assertThat(rig.raw(rig.topics.deadLetters)).isEmpty();

        IncidentCommand command =
                command("c1", "inc-1-00000000", IncidentAction.RESOLVE).build();
        rig.pipe(
                rig.topics.incidentCommands,
                "default/other".getBytes(),
                rig.serialize(rig.topics.incidentCommands, command));
        assertThat(rig.raw(rig.topics.deadLetters)).hasSize(1);
    }

    @Test
    void incidentsThatAreOverAreForgottenInTimeFromStoreAndTopic() {
        rig.close();
        TopologyParameters some = ProcessorRig.defaults();
        rig = new ProcessorRig(new TopologyParameters(
                some.topics(),
                some.fold(),
                some.dedupWindowMs(),
                some.dedupEntries(),
                some.liveBytes(),
                some.learnedBytes(),
                some.evaluations(),
                some.findings(),
                some.logs(),
                some.logRetention(),
                some.alertRetention(),
                some.environments(),
                new IncidentRetention(1_000, Duration.ofMinutes(20).toMillis()),
                some.maxOutputBytes()));
        rig.metric("orders", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        rig.metric("mail", "response_time", 20_000).tickFor(Duration.ofSeconds(2));
        String orders = incidents(Map.of("source", "orders")).get(0).getId();
        rig.send(command("c0", orders, IncidentAction.RESOLVE).build());
        rig.read(rig.topics.incidents, Incident.class);
        for (int i = 0; i < 130; i++) {
            rig.metric("mail", "response_time", 20_000).tickFor(Duration.ofSeconds(10));
        }

        assertThat(incidents(Map.of())).extracting(Incident::getOrigin).containsOnly("mail");
        assertThat(rig.raw(rig.topics.incidents))
                .filteredOn(record -> record.value() == null)
                .extracting(record -> new String(record.key()))
                .containsExactly(orders);
    }

    private String errorAt(String position, long offset) {
        return new RigQueries(rig)
                .engine()
                .query(RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.ALL)
                        .setDeadlineMs(50)
                        .setMinPosition(Map.of(position, offset))
                        .build())
                .getPartitions()
                .get(0)
                .getError();
    }

    private List<Incident> incidents(Map<String, String> filter) {
        return new RigQueries(rig)
                .rows(
                        RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.ALL)
                                .setFilter(filter)
                                .build(),
                        Incident.class);
    }

    private Incident one(String id) {
        return new RigQueries(rig)
                .rows(
                        RigQueries.question(Stores.VIEW_INCIDENTS, QueryKind.KEYS)
                                .setKeys(List.of(id))
                                .build(),
                        Incident.class)
                .get(0);
    }

    private IncidentCommand.Builder command(String id, String incident, IncidentAction action) {
        return IncidentCommand.newBuilder()
                .setId(id)
                .setTenant("default")
                .setEnvironment("production")
                .setIncident(incident)
                .setAction(action)
                .setActor("kim")
                .setRequestedAt(rig.now());
    }
}
