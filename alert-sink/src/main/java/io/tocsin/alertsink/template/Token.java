package io.tocsin.alertsink.template;

/**
 * A piece of a template. Immutable.
 *
 * @param text as written; of a text outside actions, what is left after trimming
 * @param at offset in the source
 */
record Token(Kind kind, String text, int at) {

    enum Kind {
        TEXT,
        /** Begin of an action. */
        OPEN,
        /** End of an action. */
        CLOSE,
        /** Name of a function, a keyword or a constant. */
        WORD,
        /** {@code .Name}. */
        FIELD,
        /** {@code $name}. */
        VARIABLE,
        DOT,
        NUMBER,
        CHARACTER,
        STRING,
        RAW_STRING,
        PIPE,
        DECLARE,
        ASSIGN,
        COMMA,
        LEFT_PAREN,
        RIGHT_PAREN,
        SPACE,
        END
    }
}
