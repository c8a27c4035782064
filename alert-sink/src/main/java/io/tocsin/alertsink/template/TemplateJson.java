package io.tocsin.alertsink.template;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;

/** Values of templates as Go's encoding/json writes them, which hides what HTML would take for its own. Stateless. */
final class TemplateJson {

    private static final ObjectMapper MAPPER = mapper();

    private TemplateJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException unsupported) {
            throw new TemplateException("json: unsupported value");
        }
    }

    private static ObjectMapper mapper() {
        ObjectMapper mapper = new ObjectMapper();
        SimpleModule module = new SimpleModule();
        module.addSerializer(new StdSerializer<Kv>(Kv.class) {
            private static final long serialVersionUID = 1;

            @Override
            public void serialize(Kv kv, com.fasterxml.jackson.core.JsonGenerator json, SerializerProvider provider)
                    throws IOException {
                json.writeObject(kv.map());
            }
        });
        module.addSerializer(new StdSerializer<Safe>(Safe.class) {
            private static final long serialVersionUID = 1;

            @Override
            public void serialize(Safe safe, com.fasterxml.jackson.core.JsonGenerator json, SerializerProvider provider)
                    throws IOException {
                json.writeString(safe.text());
            }
        });
        module.addSerializer(new StdSerializer<Named>(Named.class) {
            private static final long serialVersionUID = 1;

            @Override
            public void serialize(
                    Named named, com.fasterxml.jackson.core.JsonGenerator json, SerializerProvider provider)
                    throws IOException {
                json.writeNumber(named.number());
            }
        });
        mapper.registerModule(module);
        mapper.getFactory().setCharacterEscapes(new GoEscapes());
        return mapper;
    }

    private static final class GoEscapes extends CharacterEscapes {
        private static final long serialVersionUID = 1;
        private final int[] escapes = standardAsciiEscapesForJSON();

        GoEscapes() {
            escapes['<'] = ESCAPE_CUSTOM;
            escapes['>'] = ESCAPE_CUSTOM;
            escapes['&'] = ESCAPE_CUSTOM;
        }

        @Override
        public int[] getEscapeCodesForAscii() {
            return escapes;
        }

        @Override
        public SerializableString getEscapeSequence(int c) {
            return switch (c) {
                case '<' -> new SerializedString("\\u003c");
                case '>' -> new SerializedString("\\u003e");
                case '&' -> new SerializedString("\\u0026");
                case 0x2028 -> new SerializedString("\\u2028");
                case 0x2029 -> new SerializedString("\\u2029");
                default -> null;
            };
        }
    }
}
