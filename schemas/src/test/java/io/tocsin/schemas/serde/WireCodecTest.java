package io.tocsin.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.AvroTypeException;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.Encoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Holds the codec against Avro's own. */
class WireCodecTest {

    @Property
    void everythingIsWrittenAsAvroWritesIt(
            @ForAll int i,
            @ForAll long l,
            @ForAll float f,
            @ForAll double d,
            @ForAll boolean b,
            @ForAll String text,
            @ForAll byte[] bytes,
            @ForAll List<Integer> items)
            throws IOException {
        ByteArrayOutputStream expected = new ByteArrayOutputStream();
        BinaryEncoder avro = EncoderFactory.get().binaryEncoder(expected, null);
        WireEncoder own = new WireEncoder();
        for (Encoder encoder : List.of(avro, own)) {
            encoder.writeInt(i);
            encoder.writeLong(l);
            encoder.writeFloat(f);
            encoder.writeDouble(d);
            encoder.writeBoolean(b);
            encoder.writeString(text);
            encoder.writeString(new Utf8(text));
            encoder.writeString(new StringBuilder(text));
            encoder.writeBytes(bytes);
            encoder.writeBytes(ByteBuffer.wrap(bytes));
            encoder.writeFixed(bytes);
            encoder.writeArrayStart();
            encoder.setItemCount(items.size());
            for (int item : items) {
                encoder.startItem();
                encoder.writeInt(item);
            }
            encoder.writeArrayEnd();
        }
        avro.flush();

        assertThat(own.toByteArray()).isEqualTo(expected.toByteArray());
    }

    @Property
    void whatIsWrittenIsReadAgain(
            @ForAll int i, @ForAll long l, @ForAll float f, @ForAll double d, @ForAll boolean b, @ForAll byte[] bytes)
            throws IOException {
        WireEncoder encoder = new WireEncoder();
        encoder.writeInt(i);
        encoder.writeLong(l);
        encoder.writeFloat(f);
        encoder.writeDouble(d);
        encoder.writeBoolean(b);
        encoder.writeString("päth/😀");
        encoder.writeString("again");
        encoder.writeBytes(bytes);
        WireDecoder decoder = new WireDecoder();
        decoder.begin(encoder.toByteArray(), 0);

        assertThat(decoder.readInt()).isEqualTo(i);
        assertThat(decoder.readLong()).isEqualTo(l);
        assertThat(decoder.readFloat()).isEqualTo(f);
        assertThat(decoder.readDouble()).isEqualTo(d);
        assertThat(decoder.readBoolean()).isEqualTo(b);
        assertThat(decoder.readString()).isEqualTo("päth/😀");
        assertThat(decoder.readString(null).toString()).isEqualTo("again");
        assertThat(decoder.readBytes(null)).isEqualTo(ByteBuffer.wrap(bytes));
        assertThat(decoder.remaining()).isZero();
    }

    @Test
    void aLengthBeyondTheEndIsRefusedBeforeItIsAllocated() {
        WireEncoder encoder = new WireEncoder();
        encoder.writeLong(Integer.MAX_VALUE - 8);

        assertThatThrownBy(() -> decoderOf(encoder).readString()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decoderOf(encoder).readBytes(null)).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decoderOf(encoder).skipString()).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> decoderOf(encoder).readArrayStart()).isInstanceOf(AvroTypeException.class);
        assertThatThrownBy(() -> decoderOf(encoder).skipMap()).isInstanceOf(AvroTypeException.class);
    }

    @Test
    void manySmallBlocksCannotHoldMoreItemsThanThereAreBytes() throws IOException {
        WireEncoder encoder = new WireEncoder();
        for (int block = 0; block < 100; block++) {
            encoder.writeLong(40);
        }
        WireDecoder decoder = decoderOf(encoder);
        decoder.readArrayStart();
        decoder.arrayNext();

        assertThatThrownBy(decoder::arrayNext).isInstanceOf(AvroTypeException.class);
    }

    @Test
    void aHugeRecordDoesNotKeepItsBuffer() throws IOException {
        WireEncoder encoder = new WireEncoder();
        encoder.writeBytes(new byte[4 << 20]);
        assertThat(encoder.toByteArray()).hasSizeGreaterThan(4 << 20);

        encoder.reset();
        encoder.writeInt(1);

        assertThat(encoder.toByteArray()).containsExactly(2);
    }

    private static WireDecoder decoderOf(WireEncoder encoder) {
        WireDecoder decoder = new WireDecoder();
        decoder.begin(encoder.toByteArray(), 0);
        return decoder;
    }
}
