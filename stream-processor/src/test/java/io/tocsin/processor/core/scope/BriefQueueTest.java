package io.tocsin.processor.core.scope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import io.tocsin.processor.core.model.AlertBrief;
import io.tocsin.processor.core.model.AlertChange;
import io.tocsin.processor.core.model.AlertPhase;
import io.tocsin.processor.core.model.Severity;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BriefQueueTest {

    private final BriefQueue queue = new BriefQueue();

    @Test
    void ofAnAlertTheLatestStateIsToldInTheOrderOfTheFirst() {
        queue.offer(brief("a", AlertPhase.FIRING));
        queue.offer(brief("b", AlertPhase.FIRING));
        queue.offer(brief("a", AlertPhase.ACKNOWLEDGED));
        queue.offer(brief("c", AlertPhase.PENDING));

        assertThat(queue.take()).containsExactly(brief("a", AlertPhase.ACKNOWLEDGED), brief("b", AlertPhase.FIRING));
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aFloodIsToldInPiecesAndWhatEndsIsLeftOutLast() {
        for (int i = 0; i < 3 * BriefQueue.MOST_WAITING; i++) {
            queue.offer(brief("begins" + i, AlertPhase.FIRING));
        }
        queue.offer(brief("ends", AlertPhase.RESOLVED));
        int told = 0;
        boolean ended = false;
        while (!queue.isEmpty()) {
            List<AlertBrief> piece = queue.take();
            assertThat(piece.size()).isBetween(1, BriefQueue.MOST_TOLD);
            told += piece.size();
            ended |= piece.contains(brief("ends", AlertPhase.RESOLVED));
        }
        assertThat(told).isEqualTo(BriefQueue.MOST_WAITING + 1);
        assertThat(ended).isTrue();
    }

    @Test
    void whatWaitsSurvivesBeingStored() {
        queue.offer(brief("a", AlertPhase.FIRING));
        queue.offer(brief("b", AlertPhase.RESOLVED));
        ByteWriter writer = new ByteWriter(16);
        queue.writeTo(writer);
        ByteReader reader = new ByteReader().reset(writer.toBytes());
        BriefQueue read = BriefQueue.readFrom(reader);
        reader.requireEnd();
        assertThat(read.take()).isEqualTo(queue.take());
    }

    @Test
    void theFormOnTheWayIsReadStrictly() {
        List<AlertBrief> alerts = List.of(brief("a", AlertPhase.FIRING));
        byte[] bytes = BriefCodec.encode(alerts);
        assertThat(BriefCodec.decode(ByteBuffer.wrap(bytes))).isEqualTo(alerts);
        assertThat(BriefCodec.decode(ByteBuffer.allocate(0))).isEmpty();
        assertThatThrownBy(() -> BriefCodec.decode(ByteBuffer.wrap(bytes, 0, bytes.length - 1)))
                .isInstanceOf(CorruptStateException.class);
        assertThatThrownBy(() -> BriefCodec.decode(ByteBuffer.wrap(new byte[] {9, 9, 9})))
                .isInstanceOf(CorruptStateException.class);
    }

    private static AlertBrief brief(String fingerprint, AlertPhase phase) {
        return new AlertBrief(
                fingerprint,
                "web",
                "rule",
                Severity.WARNING,
                phase,
                "Something",
                5,
                6,
                7,
                AlertChange.RULE,
                Map.of("team", "shop"));
    }
}
