package io.tocsin.alertsink.template;

/** Takes what a template writes. Not thread-safe. */
interface Output {

    /** Takes text of the template itself. */
    void literal(String text);

    /** Takes a value. */
    void value(Object value);

    /** Returns all of it. */
    String result();

    /** Output of text templates: values as they print. */
    final class Plain implements Output {

        private final StringBuilder text = new StringBuilder();
        private final Budget budget;

        Plain(Budget budget) {
            this.budget = budget;
        }

        @Override
        public void literal(String literal) {
            text.append(literal);
            budget.size(text.length());
        }

        @Override
        public void value(Object value) {
            literal(Values.print(value, budget));
        }

        @Override
        public String result() {
            return text.toString();
        }
    }
}
