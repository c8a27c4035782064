package io.tocsin.alertsink.template;

import java.util.List;
import java.util.Optional;

/** A part of a template. Immutable. */
sealed interface Node {

    /** Returns its offset in the source. */
    int at();

    /** Text outside actions. */
    record Text(int at, String text) implements Node {}

    /** Nodes one after the other. */
    record Block(int at, List<Node> nodes) implements Node {}

    /** {@code {{pipeline}}}. */
    record Action(int at, Pipeline pipeline) implements Node {}

    /** {@code if} or {@code with}. */
    record Branch(int at, boolean with, Pipeline pipeline, Block body, Optional<Block> otherwise) implements Node {}

    /** {@code range}. */
    record Range(int at, Pipeline pipeline, Block body, Optional<Block> otherwise) implements Node {}

    /** {@code template}. */
    record Include(int at, String name, Optional<Pipeline> pipeline) implements Node {}

    /** {@code break} or {@code continue}. */
    record Jump(int at, boolean isBreak) implements Node {}

    /**
     * Commands one after the other, each gets the value of the one before.
     *
     * @param variables names that are set, with their {@code $}
     * @param assigns whether they exist already
     */
    record Pipeline(int at, List<String> variables, boolean assigns, List<Command> commands) implements Node {}

    /** A function, method or value, and arguments. */
    record Command(int at, List<Node> words) implements Node {}

    /** {@code .A.B}. */
    record Field(int at, List<String> names) implements Node {}

    /** {@code $x.A.B}. */
    record Variable(int at, String name, List<String> fields) implements Node {}

    /** {@code (pipeline).A.B}. */
    record Chain(int at, Node of, List<String> fields) implements Node {}

    /** Name of a function. */
    record Function(int at, String name) implements Node {}

    /** {@code .}. */
    record Dot(int at) implements Node {}

    /** {@code nil}. */
    record Nil(int at) implements Node {}

    /** A text, number or boolean. */
    record Constant(int at, Object value) implements Node {}
}
