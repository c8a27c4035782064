package io.tocsin.service.http;

import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** gzip as RFC 1952 defines it: one or several members, each with its check sum and length verified. */
final class GzipDecoder implements BodyDecoder {

    private static final int FLAG_HEADER_CRC = 2;
    private static final int FLAG_EXTRA = 4;
    private static final int FLAG_NAME = 8;
    private static final int FLAG_COMMENT = 16;
    private static final int RESERVED_FLAGS = 0xE0;
    private static final int FIXED_HEADER = 10;
    private static final int TRAILER = 8;

    private enum Part {
        FIXED_HEADER,
        EXTRA_LENGTH,
        EXTRA,
        NAME,
        COMMENT,
        HEADER_CRC,
        DATA,
        TRAILER
    }

    private final Inflater inflater = new Inflater(true);
    private final CRC32 crc = new CRC32();

    private byte[] bytes = {};
    private int at;
    private int limit;

    private Part part = Part.FIXED_HEADER;
    private int flags;
    private int taken;
    private long number;
    private int members;

    @Override
    public void input(byte[] input, int from, int to) {
        bytes = input;
        at = from;
        limit = to;
    }

    @Override
    public int read(byte[] into, int from, int to) {
        while (at < limit || part == Part.DATA) {
            if (part != Part.DATA) {
                frame(bytes[at++] & 0xFF);
                continue;
            }
            int count = inflate(into, from, to);
            if (count > 0) {
                return count;
            }
            if (part == Part.DATA) {
                return 0;
            }
        }
        return 0;
    }

    private int inflate(byte[] into, int from, int to) {
        inflater.setInput(bytes, at, limit - at);
        int count;
        try {
            count = inflater.inflate(into, from, to - from);
        } catch (DataFormatException e) {
            throw broken("its data cannot be inflated");
        }
        at = limit - inflater.getRemaining();
        crc.update(into, from, count);
        if (inflater.finished()) {
            enter(Part.TRAILER);
        } else if (inflater.needsDictionary()) {
            throw broken("it asks for a preset dictionary");
        }
        return count;
    }

    /** One byte of what surrounds the data. */
    private void frame(int value) {
        switch (part) {
            case FIXED_HEADER -> fixedHeader(value);
            case EXTRA_LENGTH -> {
                number |= (long) value << 8 * taken;
                if (++taken == 2) {
                    long length = number;
                    enter(length == 0 ? afterExtra() : Part.EXTRA);
                    number = length;
                }
            }
            case EXTRA -> {
                if (--number == 0) {
                    enter(afterExtra());
                }
            }
            case NAME -> {
                if (value == 0) {
                    enter(afterName());
                }
            }
            case COMMENT -> {
                if (value == 0) {
                    enter(afterComment());
                }
            }
            case HEADER_CRC -> {
                if (++taken == 2) {
                    enter(Part.DATA);
                }
            }
            default -> trailer(value);
        }
    }

    private void fixedHeader(int value) {
        int expected =
                switch (taken) {
                    case 0 -> 0x1F;
                    case 1 -> 0x8B;
                    case 2 -> 8;
                    default -> value;
                };
        if (value != expected) {
            throw broken(members == 0 ? "it does not begin as gzip does" : "something else follows its end");
        }
        if (taken == 3) {
            flags = value;
            if ((flags & RESERVED_FLAGS) != 0) {
                throw broken("it has reserved flags");
            }
        }
        if (++taken == FIXED_HEADER) {
            enter((flags & FLAG_EXTRA) != 0 ? Part.EXTRA_LENGTH : afterExtra());
        }
    }

    private Part afterExtra() {
        return (flags & FLAG_NAME) != 0 ? Part.NAME : afterName();
    }

    private Part afterName() {
        return (flags & FLAG_COMMENT) != 0 ? Part.COMMENT : afterComment();
    }

    private Part afterComment() {
        return (flags & FLAG_HEADER_CRC) != 0 ? Part.HEADER_CRC : Part.DATA;
    }

    private void trailer(int value) {
        number |= (long) value << 8 * taken;
        if (++taken == TRAILER) {
            // Both halves at once: the check sum below, the length modulo 2^32 above.
            if (number != (crc.getValue() | inflater.getBytesWritten() << 32)) {
                throw broken("its check sum is wrong");
            }
            members++;
            inflater.reset();
            crc.reset();
            enter(Part.FIXED_HEADER);
        }
    }

    private void enter(Part next) {
        part = next;
        taken = 0;
        number = 0;
    }

    @Override
    public void end() {
        if (part != Part.FIXED_HEADER || taken != 0 || members == 0) {
            throw broken("it ends in the middle");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }

    private static ProblemException broken(String how) {
        return new ProblemException(
                Problem.badRequest("The body is not valid gzip: " + how + ".").withCode("invalid-encoding"));
    }
}
