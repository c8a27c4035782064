package io.tocsin.alertsink.template;

import java.util.List;
import java.util.Optional;

/** A value with members that templates reach by {@code .Name}: fields, and methods that may take arguments. */
interface TemplateObject {

    /** Returns the Go type, for messages. */
    String goType();

    /**
     * Returns a member.
     *
     * @param arguments arguments of a method; empty for a field
     * @return the member's value wrapped; empty when there is no such member
     * @throws TemplateException when the arguments do not fit
     */
    Optional<Member> member(String name, List<Object> arguments);

    /**
     * A member's value.
     *
     * @param value the value; null is Go's nil
     */
    record Member(Object value) {

        /** Wraps a value. */
        static Optional<Member> of(Object value) {
            return Optional.of(new Member(value));
        }
    }

    /** Complains of arguments to what takes none. */
    static void none(String name, List<Object> arguments) {
        if (!arguments.isEmpty()) {
            throw new TemplateException("." + name + " has arguments but cannot be invoked with them");
        }
    }

    /** Returns the one argument of a method. */
    static <T> T one(String name, List<Object> arguments, Class<T> type) {
        if (arguments.size() != 1) {
            throw new TemplateException("wrong number of args for " + name + ": want 1 got " + arguments.size());
        }
        if (!type.isInstance(arguments.get(0))) {
            throw new TemplateException(
                    "wrong type for value of " + name + ": got " + Values.typeName(arguments.get(0)));
        }
        return type.cast(arguments.get(0));
    }
}
