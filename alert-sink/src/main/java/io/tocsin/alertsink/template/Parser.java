package io.tocsin.alertsink.template;

import io.tocsin.alertsink.template.Node.Block;
import io.tocsin.alertsink.template.Node.Command;
import io.tocsin.alertsink.template.Node.Pipeline;
import io.tocsin.alertsink.template.Token.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Makes a tree of a template. Used once; not thread-safe. */
final class Parser {

    private static final int MAX_NESTING = 100;

    private final Source source;
    private final List<Token> tokens;
    private final Set<String> functions;
    private final Map<String, Definition> definitions = new LinkedHashMap<>();
    private Deque<String> variables = new ArrayDeque<>(List.of("$"));
    private int next;
    private int loops;
    private int nesting;

    /** What a block ended with: {@code end}, {@code else}, or the end of the text. */
    private enum Ending {
        END,
        ELSE,
        TEXT
    }

    private Ending ending;

    /** A parsed text: what stands outside definitions, and the definitions by name. */
    record Parsed(Definition main, Map<String, Definition> definitions) {}

    private Parser(Source source, Set<String> functions) {
        this.source = source;
        this.functions = functions;
        tokens = Lexer.tokens(source);
    }

    /**
     * Parses a text.
     *
     * @param functions names of the functions that there are
     * @throws TemplateException naming the place and what is wrong or not supported
     */
    static Parsed parse(Source source, Set<String> functions) {
        Parser parser = new Parser(source, functions);
        Block main = parser.block(0);
        if (parser.ending != Ending.TEXT) {
            throw parser.error(
                    parser.tokens.get(parser.next - 1),
                    "unexpected {{" + (parser.ending == Ending.END ? "end" : "else") + "}}");
        }
        return new Parsed(new Definition(source, main), parser.definitions);
    }

    private Block block(int at) {
        if (++nesting > MAX_NESTING) {
            throw new TemplateException(source, at, "actions are nested too deeply");
        }
        List<Node> nodes = new ArrayList<>();
        int mark = variables.size();
        while (true) {
            Token token = tokens.get(next++);
            if (token.kind() == Kind.TEXT) {
                nodes.add(new Node.Text(token.at(), token.text()));
            } else if (token.kind() == Kind.END) {
                ending = Ending.TEXT;
                break;
            } else if (!action(nodes)) {
                break;
            }
        }
        while (variables.size() > mark) {
            variables.removeLast();
        }
        nesting--;
        return new Block(at, List.copyOf(nodes));
    }

    /** Reads an action; returns false when it ends the block. */
    private boolean action(List<Node> nodes) {
        skipSpace();
        Token first = peek();
        if (first.kind() == Kind.WORD) {
            switch (first.text()) {
                case "end" -> {
                    next++;
                    close("end");
                    ending = Ending.END;
                    return false;
                }
                case "else" -> {
                    next++;
                    ending = Ending.ELSE;
                    return false;
                }
                case "if", "with" -> {
                    next++;
                    nodes.add(branch(first));
                    return true;
                }
                case "range" -> {
                    next++;
                    nodes.add(range(first));
                    return true;
                }
                case "template" -> {
                    next++;
                    nodes.add(include(first));
                    return true;
                }
                case "define" -> {
                    next++;
                    define(first);
                    return true;
                }
                case "block" -> {
                    next++;
                    nodes.add(defineAndInclude(first));
                    return true;
                }
                case "break", "continue" -> {
                    next++;
                    if (loops == 0) {
                        throw error(first, "{{" + first.text() + "}} outside {{range}}");
                    }
                    close(first.text());
                    nodes.add(new Node.Jump(first.at(), first.text().equals("break")));
                    return true;
                }
                default -> {
                    // A function, read below.
                }
            }
        }
        Pipeline pipeline = pipeline(first, Kind.CLOSE, false);
        next++;
        nodes.add(new Node.Action(first.at(), pipeline));
        return true;
    }

    private Node branch(Token keyword) {
        int mark = variables.size();
        Pipeline pipeline = control(keyword, false);
        Block body = block(keyword.at());
        Optional<Block> otherwise = otherwise(keyword);
        drop(mark);
        return new Node.Branch(keyword.at(), keyword.text().equals("with"), pipeline, body, otherwise);
    }

    private Node range(Token keyword) {
        int mark = variables.size();
        Pipeline pipeline = control(keyword, true);
        loops++;
        Block body = block(keyword.at());
        loops--;
        Optional<Block> otherwise = otherwise(keyword);
        drop(mark);
        return new Node.Range(keyword.at(), pipeline, body, otherwise);
    }

    private Pipeline control(Token keyword, boolean range) {
        skipSpace();
        Pipeline pipeline = pipeline(keyword, Kind.CLOSE, range);
        next++;
        return pipeline;
    }

    /** Reads what follows a body: nothing, {@code else}, or {@code else if} and {@code else with}. */
    private Optional<Block> otherwise(Token keyword) {
        if (ending == Ending.TEXT) {
            throw error(keyword, "{{" + keyword.text() + "}} has no {{end}}");
        }
        if (ending == Ending.END) {
            return Optional.empty();
        }
        skipSpace();
        Token token = peek();
        if (token.kind() == Kind.WORD
                && token.text().equals(keyword.text())
                && !keyword.text().equals("range")) {
            next++;
            return Optional.of(new Block(token.at(), List.of(branch(token))));
        }
        close("else");
        Block body = block(token.at());
        if (ending == Ending.ELSE) {
            throw error(token, "expected {{end}}; found {{else}}");
        }
        if (ending == Ending.TEXT) {
            throw error(keyword, "{{" + keyword.text() + "}} has no {{end}}");
        }
        return Optional.of(body);
    }

    private Node include(Token keyword) {
        String name = name(keyword);
        skipSpace();
        if (peek().kind() == Kind.CLOSE) {
            next++;
            return new Node.Include(keyword.at(), name, Optional.empty());
        }
        return new Node.Include(keyword.at(), name, Optional.of(control(keyword, false)));
    }

    private void define(Token keyword) {
        if (nesting > 1) {
            throw error(keyword, "unexpected {{define}}: definitions stand at the top");
        }
        String name = name(keyword);
        close("define");
        body(keyword, name);
    }

    private Node defineAndInclude(Token keyword) {
        String name = name(keyword);
        Pipeline pipeline = control(keyword, false);
        body(keyword, name);
        return new Node.Include(keyword.at(), name, Optional.of(pipeline));
    }

    /** A definition sees no variables of its surroundings. */
    private void body(Token keyword, String name) {
        Deque<String> outside = variables;
        int outsideLoops = loops;
        variables = new ArrayDeque<>(List.of("$"));
        loops = 0;
        Block block = block(keyword.at());
        if (ending != Ending.END) {
            throw error(keyword, "{{" + keyword.text() + " \"" + name + "\"}} has no {{end}}");
        }
        variables = outside;
        loops = outsideLoops;
        definitions.put(name, new Definition(source, block));
    }

    private String name(Token keyword) {
        skipSpace();
        Token token = tokens.get(next++);
        if (token.kind() == Kind.STRING || token.kind() == Kind.RAW_STRING) {
            return (String) constant(token);
        }
        throw error(token, "{{" + keyword.text() + "}} needs a name in quotes");
    }

    private Pipeline pipeline(Token from, Kind closing, boolean range) {
        List<String> names = new ArrayList<>();
        boolean assigns = declaration(names, range);
        List<Command> commands = new ArrayList<>();
        while (true) {
            skipSpace();
            Token token = peek();
            if (token.kind() == closing) {
                break;
            }
            commands.add(command(token));
            skipSpace();
            if (peek().kind() == Kind.PIPE) {
                next++;
                skipSpace();
                if (peek().kind() == closing) {
                    throw error(peek(), "missing value for command");
                }
            }
        }
        if (commands.isEmpty()) {
            throw error(from, "missing value for " + (from.kind() == Kind.WORD ? from.text() : "command"));
        }
        for (int i = 1; i < commands.size(); i++) {
            Node first = commands.get(i).words().get(0);
            if (first instanceof Node.Constant || first instanceof Node.Nil || first instanceof Node.Dot) {
                throw new TemplateException(source, first.at(), "non executable command in pipeline stage " + (i + 1));
            }
        }
        if (!assigns) {
            variables.addAll(names);
        }
        return new Pipeline(from.at(), names, assigns, commands);
    }

    /** Reads {@code $x :=}, {@code $i, $x :=} or {@code $x =}; returns whether it is the last. */
    private boolean declaration(List<String> names, boolean range) {
        int begin = next;
        skipSpace();
        while (peek().kind() == Kind.VARIABLE && names.size() < (range ? 2 : 1)) {
            Token variable = tokens.get(next++);
            names.add(variable.text());
            skipSpace();
            Kind then = peek().kind();
            if (then == Kind.DECLARE || then == Kind.ASSIGN) {
                next++;
                if (then == Kind.ASSIGN) {
                    for (String name : names) {
                        checkVariable(variable, name);
                    }
                }
                return then == Kind.ASSIGN;
            }
            if (then != Kind.COMMA || !range) {
                break;
            }
            next++;
            skipSpace();
        }
        names.clear();
        next = begin;
        return false;
    }

    private Command command(Token from) {
        List<Node> words = new ArrayList<>();
        while (true) {
            skipSpace();
            Token token = peek();
            if (token.kind() == Kind.PIPE || token.kind() == Kind.CLOSE || token.kind() == Kind.RIGHT_PAREN) {
                break;
            }
            words.add(operand());
            Kind then = peek().kind();
            if (then != Kind.SPACE && then != Kind.PIPE && then != Kind.CLOSE && then != Kind.RIGHT_PAREN) {
                throw error(peek(), "unexpected '" + peek().text() + "' in operand");
            }
        }
        if (words.isEmpty()) {
            throw error(from, "empty command");
        }
        return new Command(from.at(), List.copyOf(words));
    }

    private Node operand() {
        Token token = tokens.get(next++);
        Node node = term(token);
        List<String> fields = new ArrayList<>();
        while (peek().kind() == Kind.FIELD) {
            fields.add(tokens.get(next++).text().substring(1));
        }
        if (node instanceof Node.Field field) {
            List<String> all = new ArrayList<>(field.names());
            all.addAll(fields);
            return new Node.Field(token.at(), all);
        }
        if (node instanceof Node.Variable variable) {
            return new Node.Variable(token.at(), variable.name(), fields);
        }
        if (fields.isEmpty()) {
            return node;
        }
        if (node instanceof Node.Constant || node instanceof Node.Nil || node instanceof Node.Dot) {
            throw error(token, "unexpected . after term '" + token.text() + "'");
        }
        return new Node.Chain(token.at(), node, fields);
    }

    private Node term(Token token) {
        switch (token.kind()) {
            case FIELD:
                return new Node.Field(token.at(), List.of(token.text().substring(1)));
            case DOT:
                return new Node.Dot(token.at());
            case VARIABLE:
                checkVariable(token, token.text());
                return new Node.Variable(token.at(), token.text(), List.of());
            case STRING, RAW_STRING, CHARACTER, NUMBER:
                return new Node.Constant(token.at(), constant(token));
            case WORD:
                return word(token);
            case LEFT_PAREN:
                if (++nesting > MAX_NESTING) {
                    throw error(token, "parentheses are nested too deeply");
                }
                Pipeline pipeline = pipeline(token, Kind.RIGHT_PAREN, false);
                nesting--;
                next++;
                return pipeline;
            default:
                throw error(token, "unexpected '" + token.text() + "' in command");
        }
    }

    private Node word(Token token) {
        switch (token.text()) {
            case "true", "false":
                return new Node.Constant(token.at(), Boolean.valueOf(token.text()));
            case "nil":
                return new Node.Nil(token.at());
            default:
                if (!functions.contains(token.text())) {
                    throw error(token, "function \"" + token.text() + "\" not defined or not supported");
                }
                return new Node.Function(token.at(), token.text());
        }
    }

    private Object constant(Token token) {
        Object value =
                switch (token.kind()) {
                    case RAW_STRING ->
                        token.text().substring(1, token.text().length() - 1).replace("\r", "");
                    case NUMBER -> Literals.number(token.text());
                    default -> Literals.unquote(token.text());
                };
        if (value == null) {
            throw error(token, "bad constant: " + token.text());
        }
        if (token.kind() == Kind.CHARACTER) {
            String text = (String) value;
            if (text.isEmpty() || text.codePointCount(0, text.length()) != 1) {
                throw error(token, "malformed character constant: " + token.text());
            }
            return (long) text.codePointAt(0);
        }
        return value;
    }

    private void checkVariable(Token token, String name) {
        if (!variables.contains(name)) {
            throw error(token, "undefined variable \"" + name + "\"");
        }
    }

    private void close(String what) {
        skipSpace();
        Token token = tokens.get(next++);
        if (token.kind() != Kind.CLOSE) {
            throw error(token, "unexpected '" + token.text() + "' in " + what);
        }
    }

    private void drop(int mark) {
        while (variables.size() > mark) {
            variables.removeLast();
        }
    }

    private Token peek() {
        return tokens.get(next);
    }

    private void skipSpace() {
        while (peek().kind() == Kind.SPACE) {
            next++;
        }
    }

    private TemplateException error(Token token, String message) {
        return new TemplateException(source, token.at(), message);
    }
}
