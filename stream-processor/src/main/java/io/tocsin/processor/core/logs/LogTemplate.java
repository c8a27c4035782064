package io.tocsin.processor.core.logs;

import io.tocsin.processor.core.codec.ByteWriter;
import io.tocsin.processor.core.dedup.IdHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The common form of a group of lines, and what is known of the group. Its id is a hash of the form it began with, so it
 * stays when the form grows more general, and is the same on every machine. Changed by {@link TemplateMiner} only; not
 * thread-safe.
 */
public final class LogTemplate {

    /** What stands for a variable piece. */
    public static final String WILDCARD = "<*>";

    /** Merges that a template remembers by id. */
    static final int MAX_MERGED_IDS = 16;

    /** Bytes of the line that is kept as an example. */
    static final int MAX_EXAMPLE_BYTES = 512;

    private static final int SPACE_BEFORE = 0x20;
    private static final int OPEN_SHIFT = 3;
    private static final int KIND_MASK = 0x07;

    /** Not open: only values match. */
    static final int CLOSED = 0;
    /** Stands for names too: dotted ones and those with digits. */
    static final int NAMES = 1;
    /** Stands for any word. */
    static final int WORDS = 2;

    final long id;
    final int ordinal;
    private final byte[] shape;
    private final int[] hash;
    private final byte[] text;
    private final short[] ends;
    private final boolean cut;
    final long structure;
    private final byte[] example;

    private long signature;
    private String rendered;
    private LineReading reading;
    TemplateBucket bucket;
    boolean dirty;

    final TemplateHistory history;
    final TemplatePace pace;

    LogTemplate(
            long id,
            int ordinal,
            byte[] shape,
            byte[] text,
            short[] ends,
            boolean cut,
            byte[] example,
            TemplateHistory history,
            TemplatePace pace) {
        this.id = id;
        this.ordinal = ordinal;
        this.shape = shape;
        this.text = text;
        this.ends = ends;
        this.cut = cut;
        this.example = example;
        this.history = history;
        this.pace = pace;
        hash = new int[shape.length];
        byte[] kinds = new byte[shape.length];
        for (int i = 0; i < shape.length; i++) {
            kinds[i] = kind(i);
            hash[i] = LineTokens.hashOf(kinds[i], text, start(i), ends[i]);
        }
        structure = LineTokens.structureOf(kinds, hash, hash.length);
        signature = LineTokens.signatureOf(hash, hash.length);
    }

    /** Makes the template that a line is the first of. */
    static LogTemplate of(LineTokens line, int from, int count, int ordinal, long at) {
        int n = line.count;
        byte[] shape = new byte[n];
        short[] ends = new short[n];
        ByteWriter text = new ByteWriter(128);
        for (int i = 0; i < n; i++) {
            shape[i] = (byte) (line.kind[i] | (line.spaceBefore(i) ? SPACE_BEFORE : 0));
            if (line.kind[i] != TokenKind.VALUE) {
                text.writeBytes(line.line, line.start[i], line.end[i] - line.start[i]);
            }
            ends[i] = (short) text.size();
        }
        byte[] example = Arrays.copyOfRange(line.line, from, from + wholeCharacters(line.line, from, count));
        byte[] form = render(shape, text.toBytes(), ends, line.cut).getBytes(StandardCharsets.UTF_8);
        return new LogTemplate(
                IdHash.hash(form, 0, form.length, 0),
                ordinal,
                shape,
                text.toBytes(),
                ends,
                line.cut,
                example,
                new TemplateHistory(at),
                new TemplatePace());
    }

    /** Returns a copy under another id, for the rare case that two forms have one hash. */
    LogTemplate withId(long other) {
        return new LogTemplate(other, ordinal, shape, text, ends, cut, example, history, pace);
    }

    /** Returns the id. */
    public long id() {
        return id;
    }

    /** Returns the form: the words as they are, {@link #WILDCARD} for what varies. */
    public String text() {
        if (rendered == null) {
            rendered = render(shape, text, ends, cut);
        }
        return rendered;
    }

    /** Returns the first line of the group, cut at some length. */
    public String example() {
        return new String(example, StandardCharsets.UTF_8);
    }

    /** Returns how many lines come per minute: a running mean over about an hour. */
    public double linesPerMinute() {
        return pace.mean;
    }

    /** Returns the id as text: 16 hex digits. */
    public String idText() {
        return HexFormat.of().toHexDigits(id);
    }

    /** Returns what the words mean. */
    public LineReading reading() {
        if (reading == null) {
            reading = LineReading.of(this);
        }
        return reading;
    }

    /** Returns a piece as it is written; empty for a variable one. */
    String word(int token) {
        return kind(token) == TokenKind.VALUE
                ? ""
                : new String(text, start(token), end(token) - start(token), StandardCharsets.UTF_8);
    }

    /** Returns what is known of the lines and of the template's origin. */
    public TemplateHistory history() {
        return history;
    }

    int tokens() {
        return shape.length;
    }

    byte kind(int token) {
        return (byte) (shape[token] & KIND_MASK);
    }

    int hash(int token) {
        return hash[token];
    }

    /** Returns how much beyond values a variable piece stands for. */
    int openness(int token) {
        return shape[token] >> OPEN_SHIFT & 3;
    }

    byte[] textBytes() {
        return text;
    }

    int start(int token) {
        return token == 0 ? 0 : ends[token - 1];
    }

    int end(int token) {
        return ends[token];
    }

    long signature() {
        return signature;
    }

    boolean cut() {
        return cut;
    }

    byte[] shapeBytes() {
        return shape;
    }

    byte[] exampleBytes() {
        return example;
    }

    /** Makes a piece variable. */
    void open(int token, int openness) {
        int known = Math.max(openness, openness(token));
        shape[token] = (byte) (shape[token] & SPACE_BEFORE | known << OPEN_SHIFT | TokenKind.VALUE);
        hash[token] = LineTokens.hashOf(TokenKind.VALUE, text, 0, 0);
        signature = LineTokens.signatureOf(hash, hash.length);
        rendered = null;
        reading = null;
    }

    /** Returns about how many bytes of heap it takes. */
    int approximateBytes() {
        return 400 + 8 * shape.length + text.length + example.length + history.approximateBytes();
    }

    /** Returns whether a byte says what a piece looks like. */
    static boolean isShape(byte shape) {
        int kind = shape & KIND_MASK;
        int openness = shape >> OPEN_SHIFT & 3;
        return (shape & ~0x3f) == 0
                && kind <= TokenKind.VALUE
                && openness <= WORDS
                && (openness == CLOSED || kind == TokenKind.VALUE);
    }

    private static int wholeCharacters(byte[] b, int from, int count) {
        int length = Math.min(count, MAX_EXAMPLE_BYTES);
        while (length > 0 && length < count && (b[from + length] & 0xC0) == 0x80) {
            length--;
        }
        return length;
    }

    private static String render(byte[] shape, byte[] text, short[] ends, boolean cut) {
        StringBuilder form = new StringBuilder();
        int start = 0;
        for (int i = 0; i < shape.length; i++) {
            if ((shape[i] & SPACE_BEFORE) != 0) {
                form.append(' ');
            }
            if ((shape[i] & KIND_MASK) == TokenKind.VALUE) {
                form.append(WILDCARD);
            } else {
                form.append(new String(text, start, ends[i] - start, StandardCharsets.UTF_8));
            }
            start = ends[i];
        }
        return cut ? form.append(" ...").toString() : form.toString();
    }
}
