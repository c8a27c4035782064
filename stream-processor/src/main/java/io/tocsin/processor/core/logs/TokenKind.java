package io.tocsin.processor.core.logs;

/** What a piece of a line looks like, before anything is known about the other lines of its source. */
final class TokenKind {

    /** A sign: a bracket, a quote, a colon; never variable. */
    static final byte SIGN = 0;
    /** A word without digits: as a rule, what a programmer wrote. */
    static final byte WORD = 1;
    /** A word with a digit in it, such as {@code ssh2} or {@code eth0}: it may be one of several. */
    static final byte NUMBERED = 2;
    /** A dotted name, such as {@code org.example.Foo} or {@code host.example}: literal until another one is seen. */
    static final byte DOTTED = 3;
    /** A value by its shape: a number, an address, a path, an id. */
    static final byte VALUE = 4;

    private TokenKind() {}
}
