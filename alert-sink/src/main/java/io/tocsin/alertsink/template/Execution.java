package io.tocsin.alertsink.template;

import io.tocsin.alertsink.template.Node.Command;
import io.tocsin.alertsink.template.Node.Pipeline;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Carries a template out once. Not thread-safe. */
final class Execution {

    /** Stands for "no value comes down the pipeline". */
    private static final Object NOTHING = new Object();

    private static final int MAX_NESTING = 1_000;

    private final Map<String, Definition> definitions;
    private final Map<String, TemplateFunction> functions;
    private final Output output;
    private final TemplateFunction.Context context;
    private final List<Slot> variables = new ArrayList<>();
    private Source source;
    private int frame;
    private int depth;
    private int nesting;

    /** A variable. */
    private static final class Slot {
        private final String name;
        private Object value;

        Slot(String name, Object value) {
            this.name = name;
            this.value = value;
        }
    }

    private enum Flow {
        ON,
        BREAK,
        CONTINUE
    }

    Execution(
            Map<String, Definition> definitions,
            Map<String, TemplateFunction> functions,
            Output output,
            Budget budget,
            Instant now) {
        this.definitions = definitions;
        this.functions = functions;
        this.output = output;
        context = new TemplateFunction.Context(budget, now);
    }

    /**
     * Carries a definition out.
     *
     * @throws TemplateException with the place of what failed
     */
    void run(Definition definition, Object data) {
        Source before = source;
        int frameBefore = frame;
        source = definition.source();
        frame = variables.size();
        variables.add(new Slot("$", data));
        block(definition.body(), data);
        pop(frame);
        frame = frameBefore;
        source = before;
    }

    private Flow block(Node.Block block, Object dot) {
        if (++nesting > MAX_NESTING) {
            throw new TemplateException(source, block.at(), "actions are nested too deeply");
        }
        Flow flow = Flow.ON;
        for (int i = 0; i < block.nodes().size() && flow == Flow.ON; i++) {
            context.budget().step();
            flow = located(block.nodes().get(i), dot);
        }
        nesting--;
        return flow;
    }

    /** Adds the place to a failure that has none yet. */
    private Flow located(Node node, Object dot) {
        Source here = source;
        try {
            return walk(node, dot);
        } catch (UnlocatedException failed) {
            throw new TemplateException(here, failed.at, failed.getMessage());
        }
    }

    private Flow walk(Node node, Object dot) {
        if (node instanceof Node.Text text) {
            output.literal(text.text());
        } else if (node instanceof Node.Action action) {
            Object value = pipeline(action.pipeline(), dot);
            if (action.pipeline().variables().isEmpty()) {
                guarded(node.at(), () -> {
                    output.value(value);
                    return null;
                });
            }
        } else if (node instanceof Node.Branch branch) {
            return branch(branch, dot);
        } else if (node instanceof Node.Range range) {
            return range(range, dot);
        } else if (node instanceof Node.Include include) {
            include(include, dot);
        } else if (node instanceof Node.Jump jump) {
            return jump.isBreak() ? Flow.BREAK : Flow.CONTINUE;
        } else if (node instanceof Node.Block block) {
            return block(block, dot);
        } else {
            throw new IllegalStateException("no statement: " + node);
        }
        return Flow.ON;
    }

    private Flow branch(Node.Branch branch, Object dot) {
        int mark = variables.size();
        Object value = pipeline(branch.pipeline(), dot);
        Flow flow = Flow.ON;
        if (Values.truth(value)) {
            flow = block(branch.body(), branch.with() ? value : dot);
        } else if (branch.otherwise().isPresent()) {
            flow = block(branch.otherwise().get(), dot);
        }
        pop(mark);
        return flow;
    }

    private Flow range(Node.Range range, Object dot) {
        int mark = variables.size();
        Object over = pipeline(range.pipeline(), dot);
        List<Object> keys = new ArrayList<>();
        List<Object> elements = new ArrayList<>();
        guarded(range.at(), () -> {
            collect(over, keys, elements);
            return null;
        });
        if (elements.isEmpty()) {
            Flow flow = Flow.ON;
            if (range.otherwise().isPresent()) {
                flow = block(range.otherwise().get(), dot);
            }
            pop(mark);
            return flow;
        }
        int inner = variables.size();
        for (int i = 0; i < elements.size(); i++) {
            loopVariables(range.pipeline(), keys.get(i), elements.get(i));
            Flow flow = block(range.body(), elements.get(i));
            pop(inner);
            if (flow == Flow.BREAK) {
                break;
            }
        }
        pop(mark);
        return Flow.ON;
    }

    private void collect(Object over, List<Object> keys, List<Object> elements) {
        List<?> list = Values.asList(over);
        Map<?, ?> map = Values.asMap(over);
        if (list != null) {
            for (Object element : list) {
                keys.add((long) keys.size());
                elements.add(element);
            }
        } else if (map != null) {
            map.forEach((key, value) -> {
                keys.add(key);
                elements.add(value);
            });
        } else if (over instanceof Long count) {
            context.budget().elements(count);
            for (long i = 0; i < count; i++) {
                keys.add(i);
                elements.add(i);
            }
        } else if (over != null) {
            throw new TemplateException("range can't iterate over " + Values.typeName(over));
        }
    }

    private void loopVariables(Pipeline pipeline, Object key, Object element) {
        List<String> names = pipeline.variables();
        if (names.isEmpty()) {
            return;
        }
        Object[] values = names.size() == 1 ? new Object[] {element} : new Object[] {key, element};
        for (int i = 0; i < names.size(); i++) {
            if (pipeline.assigns()) {
                slot(names.get(i)).value = values[i];
            } else {
                variables.add(new Slot(names.get(i), values[i]));
            }
        }
    }

    private void include(Node.Include include, Object dot) {
        Definition definition = definitions.get(include.name());
        if (definition == null) {
            throw new TemplateException(source, include.at(), "template \"" + include.name() + "\" not defined");
        }
        Object data =
                include.pipeline().isPresent() ? pipeline(include.pipeline().get(), dot) : null;
        if (++depth > Budget.MAX_DEPTH) {
            throw new TemplateException(
                    source, include.at(), "templates include each other deeper than " + Budget.MAX_DEPTH);
        }
        run(definition, data);
        depth--;
    }

    private Object pipeline(Pipeline pipeline, Object dot) {
        Object value = NOTHING;
        for (Command command : pipeline.commands()) {
            value = command(command, dot, value);
        }
        boolean loop = pipeline.variables().size() > 1;
        for (String name : loop ? List.<String>of() : pipeline.variables()) {
            if (pipeline.assigns()) {
                slot(name).value = value;
            } else {
                variables.add(new Slot(name, value));
            }
        }
        return value;
    }

    private Object command(Command command, Object dot, Object last) {
        context.budget().step();
        Node first = command.words().get(0);
        List<Node> rest = command.words().subList(1, command.words().size());
        if (first instanceof Node.Field field) {
            return fields(field.at(), dot, field.names(), arguments(rest, dot, last));
        }
        if (first instanceof Node.Variable variable) {
            return variable(variable, arguments(rest, dot, last));
        }
        if (first instanceof Node.Chain chain) {
            return fields(chain.at(), operand(chain.of(), dot), chain.fields(), arguments(rest, dot, last));
        }
        if (first instanceof Node.Function function) {
            return call(function, rest, dot, last);
        }
        if (!rest.isEmpty() || last != NOTHING) {
            throw new TemplateException(source, first.at(), "can't give argument to non-function");
        }
        if (first instanceof Node.Nil) {
            throw new TemplateException(source, first.at(), "nil is not a command");
        }
        return operand(first, dot);
    }

    private List<Object> arguments(List<Node> words, Object dot, Object last) {
        List<Object> arguments = new ArrayList<>(words.size() + 1);
        for (Node word : words) {
            arguments.add(operand(word, dot));
        }
        if (last != NOTHING) {
            arguments.add(last);
        }
        return arguments;
    }

    private Object operand(Node node, Object dot) {
        context.budget().step();
        if (node instanceof Node.Constant constant) {
            return constant.value();
        }
        if (node instanceof Node.Dot) {
            return dot;
        }
        if (node instanceof Node.Nil) {
            return null;
        }
        if (node instanceof Node.Field field) {
            return fields(field.at(), dot, field.names(), List.of());
        }
        if (node instanceof Node.Variable variable) {
            return variable(variable, List.of());
        }
        if (node instanceof Node.Chain chain) {
            return fields(chain.at(), operand(chain.of(), dot), chain.fields(), List.of());
        }
        if (node instanceof Node.Function function) {
            return call(function, List.of(), dot, NOTHING);
        }
        return pipeline((Pipeline) node, dot);
    }

    private Object variable(Node.Variable variable, List<Object> arguments) {
        Object value = slot(variable.name()).value;
        if (variable.fields().isEmpty()) {
            if (!arguments.isEmpty()) {
                throw new TemplateException(
                        source, variable.at(), "can't give argument to non-function " + variable.name());
            }
            return value;
        }
        return fields(variable.at(), value, variable.fields(), arguments);
    }

    private Object call(Node.Function function, List<Node> words, Object dot, Object last) {
        if (function.name().equals("and") || function.name().equals("or")) {
            return shortCircuit(function, words, dot, last);
        }
        List<Object> arguments = arguments(words, dot, last);
        return guarded(function.at(), () -> {
            try {
                return functions.get(function.name()).call(arguments, context);
            } catch (TemplateException failed) {
                throw new TemplateException("error calling " + function.name() + ": " + failed.getMessage());
            }
        });
    }

    /** {@code and} and {@code or} stop at the argument that decides, and return it. */
    private Object shortCircuit(Node.Function function, List<Node> words, Object dot, Object last) {
        boolean stopAt = function.name().equals("or");
        Object value = NOTHING;
        for (Node word : words) {
            value = operand(word, dot);
            if (Values.truth(value) == stopAt) {
                return value;
            }
        }
        Object result = last == NOTHING ? value : last;
        if (result == NOTHING) {
            throw new TemplateException(
                    source, function.at(), "wrong number of args for " + function.name() + ": want at least 1 got 0");
        }
        return result;
    }

    private Object fields(int at, Object of, List<String> names, List<Object> arguments) {
        Object value = of;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            Object from = value;
            List<Object> given = i == names.size() - 1 ? arguments : List.of();
            value = guarded(at, () -> field(from, name, given));
        }
        return value;
    }

    private static Object field(Object of, String name, List<Object> arguments) {
        if (of instanceof TemplateObject object) {
            var member = object.member(name, arguments);
            if (member.isPresent()) {
                return member.get().value();
            }
        }
        Map<?, ?> map = Values.asMap(of);
        if (map != null) {
            if (!arguments.isEmpty()) {
                throw new TemplateException(name + " is not a method but has arguments");
            }
            // Alertmanager asks for the zero value of what is missing.
            Object value = map.get(name);
            return value == null && of instanceof Kv ? "" : value;
        }
        if (of == null) {
            throw new TemplateException("nil pointer evaluating interface {}." + name);
        }
        throw new TemplateException("can't evaluate field " + name + " in type " + Values.typeName(of));
    }

    private Slot slot(String name) {
        for (int i = variables.size() - 1; i >= frame; i--) {
            if (variables.get(i).name.equals(name)) {
                return variables.get(i);
            }
        }
        throw new IllegalStateException("the parser knows variable " + name);
    }

    private void pop(int mark) {
        variables.subList(mark, variables.size()).clear();
    }

    /** Runs what may fail without knowing its place. */
    private Object guarded(int at, java.util.function.Supplier<Object> body) {
        try {
            return body.get();
        } catch (TemplateException failed) {
            throw new UnlocatedException(at, failed.getMessage());
        }
    }

    /** A failure at an offset of the source that is being carried out. */
    private static final class UnlocatedException extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final int at;

        UnlocatedException(int at, String message) {
            super(message, null, false, false);
            this.at = at;
        }
    }
}
