package io.tocsin.processor.core.learned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LearnedPartsTest {

    private final Kept kept = new Kept();
    private final ByteWriter writer = new ByteWriter(16);
    private LearnedParts parts = parts();

    @Test
    void aPartIsReadWhenItIsFirstAskedForAndNotBefore() {
        kept.content.put("tally", new byte[] {1, 7});

        assertThat(kept.reads).isEmpty();
        assertThat(parts.isLoaded()).isFalse();
        assertThat(parts.find(Tally.KIND).count).isEqualTo(7);
        assertThat(parts.get(Tally.KIND).count).isEqualTo(7);
        assertThat(kept.reads).containsExactly("tally");
    }

    @Test
    void whatWasNeverLearnedIsAskedForOnceAndBeginsWhenItIsWanted() {
        assertThat(parts.find(Tally.KIND)).isNull();
        assertThat(parts.find(Tally.KIND)).isNull();
        assertThat(kept.reads).hasSize(1);

        assertThat(parts.get(Tally.KIND).count).isZero();
    }

    @Test
    void onlyWhatChangedIsWritten() {
        parts.get(Tally.KIND).add();
        assertThat(parts.isDirty()).isTrue();
        parts.write(writer);
        parts.write(writer);

        assertThat(kept.writes).isEqualTo(1);
        assertThat(parts.isDirty()).isFalse();
        parts.unload();
        assertThat(parts.isLoaded()).isFalse();
        assertThat(parts.get(Tally.KIND).count).isEqualTo(1);
    }

    @Test
    void whatChangedIsNotForgottenByAccident() {
        parts.get(Tally.KIND).add();

        assertThatThrownBy(parts::unload).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void whatIsRemovedIsGoneFromTheStoreToo() {
        kept.content.put("tally", new byte[] {1, 7});
        parts.remove(Tally.KIND);
        parts.write(writer);

        assertThat(kept.content).isEmpty();
        parts = parts();
        assertThat(parts.find(Tally.KIND)).isNull();
    }

    @Test
    void aRemovedPartMayBeginAnew() {
        kept.content.put("tally", new byte[] {1, 7});
        parts.remove(Tally.KIND);
        parts.get(Tally.KIND).add();
        parts.write(writer);

        assertThat(kept.content.get("tally")).containsExactly(1, 1);
    }

    @Test
    void damageIsReportedAndStopsNothing() {
        for (byte[] damaged : new byte[][] {{}, {2, 7}, {1}, {1, 7, 7}}) {
            kept.content.put("tally", damaged);
            parts = parts();

            assertThat(parts.get(Tally.KIND).count).isZero();
        }
        assertThat(kept.damages).isEqualTo(4);
    }

    private LearnedParts parts() {
        LearnedParts made = new LearnedParts();
        made.keptIn(kept);
        return made;
    }

    /** A store on a map that counts. */
    private static final class Kept implements LearnedStore {
        private final Map<String, byte[]> content = new HashMap<>();
        private final List<String> reads = new ArrayList<>();
        private int writes;
        private int damages;

        @Override
        public byte[] read(String part) {
            reads.add(part);
            return content.get(part);
        }

        @Override
        public void write(String part, byte[] bytes) {
            writes++;
            if (bytes == null) {
                content.remove(part);
            } else {
                content.put(part, bytes);
            }
        }

        @Override
        public void corrupt(String part, CorruptStateException cause) {
            damages++;
        }
    }
}
