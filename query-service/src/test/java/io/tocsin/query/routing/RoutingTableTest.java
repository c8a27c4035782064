package io.tocsin.query.routing;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.Inventory;
import io.tocsin.schemas.PartitionInventory;
import io.tocsin.schemas.PartitionRole;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoutingTableTest {

    private static final long MAX_LAG = 1_000;

    @Test
    void aPartitionThatIsRestoringHasNoCandidate() {
        RoutingTable table = table(has("a", at(0, PartitionRole.RESTORING, true, null, Map.of())));

        assertThat(table.candidates("sources", 0)).isEmpty();
        assertThat(table.unserved("sources")).containsExactly(0, 1);
    }

    @Test
    void aPartitionThatIsNotQueryableHasNoCandidate() {
        assertThat(table(has("a", at(0, PartitionRole.ACTIVE, false, null, Map.of())))
                        .candidates("sources", 0))
                .isEmpty();
    }

    @Test
    void lagIsMeasuredAgainstTheFurthestStateOfAnyInstance() {
        RoutingTable table = table(
                has("a", at(0, PartitionRole.ACTIVE, true, null, Map.of("events", 900L, "logs", 50L))),
                has("b", at(0, PartitionRole.STANDBY, true, 3L, Map.of("events", 700L, "logs", 50L))));

        assertThat(table.candidates("sources", 0).get(1).lag()).isEqualTo(200);
    }

    @Test
    void aStandbyThatDoesNotTellItsLagHasNone() {
        RoutingTable table = table(
                has("a", at(0, PartitionRole.ACTIVE, true, null, Map.of("events", 900L))),
                has("b", at(0, PartitionRole.STANDBY, true, null, Map.of("events", 899L))));

        assertThat(table.candidates("sources", 0).get(1).lag()).isNull();
        assertThat(table.candidates("sources", 0).get(1).eligible(MAX_LAG)).isFalse();
    }

    @Test
    void ofTwoThatBothCallThemselvesActiveTheOneThatIsFurtherIsFirst() {
        RoutingTable table = table(
                has("zombie", at(0, PartitionRole.ACTIVE, true, null, Map.of("events", 10L))),
                has("owner", at(0, PartitionRole.ACTIVE, true, null, Map.of("events", 20L))));

        assertThat(table.candidates("sources", 0))
                .extracting(candidate -> candidate.instance().id())
                .containsExactly("owner", "zombie");
    }

    @Test
    void aPartitionWithASuspectOwnerOnlyIsUnserved() {
        RoutingTable table = RoutingTable.empty(MAX_LAG, 0)
                .next(
                        1,
                        List.of(has("a", at(0, PartitionRole.ACTIVE, true, null, Map.of()))
                                .unreachable()),
                        7);

        assertThat(table.candidates("sources", 0)).hasSize(1);
        assertThat(table.unserved("sources")).containsExactly(0);
    }

    @Test
    void sinceWhenAPartitionIsUnservedSurvivesFurtherTables() {
        RoutingTable served = RoutingTable.empty(MAX_LAG, 0)
                .next(1, List.of(has("a", at(0, PartitionRole.ACTIVE, true, null, Map.of()))), 100);
        RoutingTable lost = served.next(1, List.of(), 200).next(1, List.of(), 300);

        assertThat(served.unservedSince("sources", 0, 150)).isEqualTo(150);
        assertThat(lost.unservedSince("sources", 0, 350)).isEqualTo(200);
    }

    @Test
    void aViewThatWasNeverServedIsUnservedSinceTheBeginning() {
        RoutingTable table = RoutingTable.empty(MAX_LAG, 40).next(1, List.of(), 50);

        assertThat(table.unservedSince("sources", 0, 60)).isEqualTo(40);
    }

    private static RoutingTable table(KnownInstance... known) {
        return RoutingTable.empty(MAX_LAG, 0).next(2, List.of(known), 0);
    }

    private static KnownInstance has(String id, PartitionInventory... partitions) {
        return new KnownInstance(
                new Instance(id, id + ":1"),
                Inventory.newBuilder()
                        .setInstance(id)
                        .setAddress(id + ":1")
                        .setState("RUNNING")
                        .setAt(0)
                        .setPartitions(List.of(partitions))
                        .build(),
                true);
    }

    private static PartitionInventory at(
            int partition, PartitionRole role, boolean queryable, Long lag, Map<String, Long> position) {
        return PartitionInventory.newBuilder()
                .setStore("sources")
                .setPartition(partition)
                .setRole(role)
                .setQueryable(queryable)
                .setLag(lag)
                .setPosition(position)
                .build();
    }
}
