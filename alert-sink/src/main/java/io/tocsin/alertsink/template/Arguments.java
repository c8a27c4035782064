package io.tocsin.alertsink.template;

import java.util.ArrayList;
import java.util.List;

/**
 * Arguments of a function, asked for by type. Immutable.
 *
 * @param values the values
 */
record Arguments(List<Object> values) {

    /** Checks that there are so many arguments. */
    static Arguments of(List<Object> values, int count) {
        if (values.size() != count) {
            throw new TemplateException("wrong number of args: want " + count + " got " + values.size());
        }
        return new Arguments(values);
    }

    /** Checks that there are at least so many arguments. */
    static Arguments atLeast(List<Object> values, int count) {
        if (values.size() < count) {
            throw new TemplateException("wrong number of args: want at least " + count + " got " + values.size());
        }
        return new Arguments(values);
    }

    /** Returns an argument of any type. */
    Object any(int index) {
        return values.get(index);
    }

    /** Returns a text. */
    String text(int index) {
        Object value = values.get(index);
        if (value instanceof String || value instanceof Safe) {
            return value.toString();
        }
        throw wrong(index, "string");
    }

    /** Returns a time. */
    GoTime time(int index) {
        if (values.get(index) instanceof GoTime time) {
            return time;
        }
        throw wrong(index, "time.Time");
    }

    /** Returns a list of texts. */
    List<String> texts(int index) {
        List<?> list = Values.asList(values.get(index));
        if (list == null || values.get(index) instanceof Alerts) {
            throw wrong(index, "[]string");
        }
        List<String> texts = new ArrayList<>(list.size());
        for (Object each : list) {
            if (!(each instanceof String || each instanceof Safe)) {
                throw wrong(index, "[]string");
            }
            texts.add(each.toString());
        }
        return texts;
    }

    private TemplateException wrong(int index, String expected) {
        return new TemplateException("wrong type for argument " + (index + 1) + "; expected " + expected + "; got "
                + Values.typeName(values.get(index)));
    }
}
