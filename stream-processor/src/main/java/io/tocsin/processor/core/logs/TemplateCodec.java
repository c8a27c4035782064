package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteReader;
import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.codec.CorruptStateException;

/** Binary form of a template, beginning with a version. Reusable; not thread-safe. */
final class TemplateCodec {

    private static final int VERSION = 1;

    private final ByteWriter writer = new ByteWriter(16);
    private final ByteReader reader = new ByteReader();

    /** Returns the binary form. */
    byte[] encode(LogTemplate template) {
        writer.clear();
        writer.writeByte(VERSION);
        writer.writeFixedLong(template.id);
        writer.writeUnsigned(template.ordinal);
        writer.writeBoolean(template.cut());
        byte[] shape = template.shapeBytes();
        writer.writeUnsigned(shape.length);
        writer.writeBytes(shape, 0, shape.length);
        for (int i = 0; i < shape.length; i++) {
            writer.writeUnsigned(template.end(i) - template.start(i));
        }
        writer.writeBytes(template.textBytes(), 0, template.textBytes().length);
        writer.writeUnsigned(template.exampleBytes().length);
        writer.writeBytes(template.exampleBytes(), 0, template.exampleBytes().length);
        template.history.writeTo(writer);
        template.pace.writeTo(writer);
        return writer.toBytes();
    }

    /**
     * Returns the template of a binary form.
     *
     * @throws CorruptStateException when the bytes are not the form of a template
     */
    LogTemplate decode(byte[] stored) {
        reader.reset(stored);
        int version = reader.readByte();
        if (version != VERSION) {
            throw new CorruptStateException("template of version " + version);
        }
        long id = reader.readFixedLong();
        int ordinal = reader.readInt(0, Integer.MAX_VALUE);
        boolean cut = reader.readBoolean();
        byte[] shape = reader.readBytes(reader.readLength(LineTokens.MAX_TOKENS, 2));
        short[] ends = new short[shape.length];
        int end = 0;
        for (int i = 0; i < shape.length; i++) {
            if (!LogTemplate.isShape(shape[i])) {
                throw new CorruptStateException("piece of shape " + shape[i]);
            }
            end += reader.readInt(0, LineTokenizer.MAX_BYTES);
            if (end > LineTokenizer.MAX_BYTES) {
                throw new CorruptStateException("text of more than " + LineTokenizer.MAX_BYTES + " bytes");
            }
            ends[i] = (short) end;
        }
        byte[] text = reader.readBytes(end);
        byte[] example = reader.readBytes(reader.readLength(LogTemplate.MAX_EXAMPLE_BYTES, 1));
        TemplateHistory history = TemplateHistory.readFrom(reader);
        TemplatePace pace = TemplatePace.readFrom(reader);
        reader.requireEnd();
        return new LogTemplate(id, ordinal, shape, text, ends, cut, example, history, pace);
    }
}
