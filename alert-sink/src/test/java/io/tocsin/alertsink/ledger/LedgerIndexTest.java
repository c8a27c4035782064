package io.tocsin.alertsink.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.schemas.DeliveryState;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class LedgerIndexTest {

    private final LedgerIndex index = new LedgerIndex(3);

    private static LedgerRow row(String id, DeliveryState state, long updatedAt) {
        return new LedgerRow(id, 0, updatedAt, "chat", List.of("f"), state, updatedAt, new byte[] {1});
    }

    private Iterable<String> listed() {
        return index.page(row -> true, Optional.empty(), 100).stream()
                .map(LedgerRow::id)
                .toList();
    }

    @Test
    void listsTheNewestFirstPageByPage() {
        index.put(row("a", DeliveryState.RETRYING, 1));
        index.put(row("b", DeliveryState.SENT, 2));
        index.put(row("c", DeliveryState.DEAD, 3));
        index.put(row("a", DeliveryState.RETRYING, 4));
        assertThat(listed()).containsExactly("a", "c", "b");
        var first = index.page(row -> true, Optional.empty(), 2);
        var second =
                index.page(row -> true, Optional.of(LedgerRow.place(first.get(1).updatedAt(), "c")), 2);
        assertThat(second).extracting(LedgerRow::id).containsExactly("b");
    }

    @Test
    void whatIsTooOldIsShortenedDeadOnesLastAndOpenOnesNever() {
        index.put(row("open", DeliveryState.RETRYING, 0));
        index.put(row("dead", DeliveryState.DEAD, 1));
        for (int i = 2; i < 10; i++) {
            index.put(row("sent" + i, DeliveryState.SENT, i));
        }
        assertThat(listed()).containsExactly("sent9", "sent8", "dead", "open");
        assertThat(index.isShortened()).isTrue();
        assertThat(index.isFinished("sent2")).isTrue();
        assertThat(index.find("sent2").orElseThrow().bytes()).isNull();
        assertThat(index.size()).isEqualTo(10);
    }

    @Test
    void aTombstoneForgets() {
        index.put(row("a", DeliveryState.SENT, 1));
        assertThat(index.finishedBefore(0, 2, 10)).extracting(LedgerRow::id).containsExactly("a");
        assertThat(index.finishedBefore(0, 1, 10)).isEmpty();
        assertThat(index.finishedBefore(1, 2, 10)).isEmpty();
        index.remove("a");
        assertThat(index.isFinished("a")).isFalse();
        assertThat(index.size()).isZero();
    }

    @Test
    void openDeliveriesAreFoundByChannelAndPartition() {
        index.put(row("a", DeliveryState.RETRYING, 1));
        assertThat(index.open("chat", 0)).extracting(LedgerRow::id).containsExactly("a");
        assertThat(index.open("chat", 1)).isEmpty();
        assertThat(index.open("pager", 0)).isEmpty();
        assertThat(index.openBesides(Set.of("chat"))).isZero();
        assertThat(index.openBesides(Set.of("pager"))).isEqualTo(1);
        index.put(row("a", DeliveryState.SENT, 2));
        assertThat(index.open("chat", 0)).isEmpty();
        assertThat(index.openBesides(Set.of())).isZero();
    }
}
