package io.tocsin.query.scatter;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.PartitionRole;
import io.tocsin.schemas.QueryRow;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GatheredTest {

    @Test
    void rowsOfAllPartitionsComeInTheOrderOfTheirKeys() {
        Gathered gathered = gathered(Map.of(0, rows(0, "a", "d"), 1, rows(1, "b", "c", "e")), Map.of());

        assertThat(keys(gathered)).containsExactly("a", "b", "c", "d", "e");
    }

    @Test
    void keysAreOrderedAsTheirBytesInTheStoreAre() {
        String beyondTheBasicPlane = new String(Character.toChars(0x1F600));
        Gathered gathered = gathered(Map.of(0, rows(0, beyondTheBasicPlane), 1, rows(1, "\uFFFD")), Map.of());

        assertThat(keys(gathered)).containsExactly("\uFFFD", beyondTheBasicPlane);
    }

    @Test
    void nothingBehindTheLastRowOfAPartitionThatHasMoreIsShown() {
        Gathered gathered = gathered(Map.of(0, rows(0, "a", "c"), 1, rows(1, "b", "d")), Map.of(0, true));

        assertThat(keys(gathered)).containsExactly("a", "b", "c");
        assertThat(gathered.more()).isTrue();
    }

    @Test
    void theTotalIsUnknownWhenOnePartitionDidNotCount() {
        Gathered counted = gathered(Map.of(0, rows(0, "a"), 1, rows(1, "b")), Map.of());

        assertThat(counted.total()).isEqualTo(2);
        TreeMap<Integer, Served> served = new TreeMap<>(counted.served());
        served.put(1, new Served(1, "x", PartitionRole.ACTIVE, null, null, -1, false));
        assertThat(new Gathered(counted.rows(), served, new TreeMap<>(), null).total())
                .isEqualTo(-1);
    }

    private static List<String> keys(Gathered gathered) {
        return gathered.merged().stream().map(QueryRow::getKey).toList();
    }

    private static Gathered gathered(Map<Integer, List<QueryRow>> rows, Map<Integer, Boolean> more) {
        TreeMap<Integer, Served> served = new TreeMap<>();
        rows.forEach((partition, list) -> served.put(
                partition,
                new Served(
                        partition,
                        "x",
                        PartitionRole.ACTIVE,
                        null,
                        null,
                        list.size(),
                        more.getOrDefault(partition, false))));
        return new Gathered(new TreeMap<>(rows), served, new TreeMap<>(), null);
    }

    private static List<QueryRow> rows(int partition, String... keys) {
        return Stream.of(keys)
                .map(key -> QueryRow.newBuilder()
                        .setPartition(partition)
                        .setKey(key)
                        .setValue(ByteBuffer.allocate(0))
                        .build())
                .toList();
    }
}
