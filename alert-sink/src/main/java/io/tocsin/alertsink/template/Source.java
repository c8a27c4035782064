package io.tocsin.alertsink.template;

/**
 * The text of a template and where it comes from. Immutable.
 *
 * @param name file, or what the text is: {@code receivers[0].slack_configs[0].title}
 */
record Source(String name, String text) {

    /** Returns name, line and column of an offset, both counted from 1. */
    String place(int offset) {
        int line = 1;
        int begin = 0;
        for (int i = 0; i < Math.min(offset, text.length()); i++) {
            if (text.charAt(i) == '\n') {
                line++;
                begin = i + 1;
            }
        }
        return name + ':' + line + ':' + (offset - begin + 1);
    }
}
