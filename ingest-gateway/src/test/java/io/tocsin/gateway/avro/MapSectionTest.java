package io.tocsin.gateway.avro;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

class MapSectionTest {

    private static final Schema ATTRIBUTES = new Schema.Parser()
            .parse("{\"type\":\"map\",\"values\":[\"null\",\"boolean\",\"long\",\"double\",\"string\"]}");

    @Property(tries = 300)
    void avroReadsBackWhatWasWritten(
            @ForAll Map<String, Long> longs, @ForAll double number, @ForAll String text, @ForAll boolean flag)
            throws IOException {
        Map<String, Object> expected = new LinkedHashMap<>();
        MapSection section = new MapSection(MapSection.Values.ATTRIBUTES);
        longs.forEach((name, value) -> {
            section.name(name).value(value.longValue());
            expected.put(readable(name), value);
        });
        section.name("a number").value(number);
        expected.put("a number", number);
        section.name("a text".toCharArray(), 6).value(text.toCharArray(), 0, text.length());
        expected.put("a text", readable(text));
        section.name("a flag").value(flag);
        expected.put("a flag", flag);
        section.name("nothing").nullValue();
        expected.put("nothing", null);

        assertThat(section.count()).isEqualTo(longs.size() + 4);
        assertThat(read(section)).isEqualTo(expected);
    }

    @Test
    void ofRepeatedNamesTheFirstStays() throws IOException {
        MapSection section = new MapSection(MapSection.Values.ATTRIBUTES);
        section.name("a").value("first");
        section.name("b").value(true);
        section.name("a").value(2L);
        section.name("c").value(3.5);
        section.name("b").nullValue();

        assertThat(section.dropRepeatedNames()).isTrue();
        assertThat(section.count()).isEqualTo(3);
        assertThat(read(section)).isEqualTo(Map.of("a", "first", "b", true, "c", 3.5));
        assertThat(section.dropRepeatedNames()).isFalse();
    }

    /** An unpaired surrogate cannot be written in UTF-8. */
    private static String readable(String text) {
        byte[] utf8 = text.codePoints()
                .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .getBytes(StandardCharsets.UTF_8);
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static Map<String, Object> read(MapSection section) throws IOException {
        AvroBuffer out = new AvroBuffer(1);
        section.writeTo(out);
        Map<?, ?> read = (Map<?, ?>) new GenericDatumReader<>(ATTRIBUTES)
                .read(null, DecoderFactory.get().binaryDecoder(out.toBytes(), null));
        Map<String, Object> texts = new LinkedHashMap<>();
        read.forEach((name, value) ->
                texts.put(name.toString(), value instanceof CharSequence text ? text.toString() : value));
        return texts;
    }
}
