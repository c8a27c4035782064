package io.tocsin.processor.rules.language;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads YAML, and JSON as the part of YAML that it is, into nodes that know where they are. Bounded in size and depth;
 * aliases are refused, so that a small document cannot become a large one. Stateless.
 */
final class DocumentReader {

    private static final int MAX_DEPTH = 16;
    private static final int MAX_CHARS = 1 << 20;
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][-+]?\\d+)?");

    private DocumentReader() {}

    /** A document that cannot be read; holds where and why. */
    static final class UnreadableException extends Exception {

        private static final long serialVersionUID = 1L;

        private final transient RuleProblem problem;

        private UnreadableException(RuleProblem problem) {
            super(problem.text());
            this.problem = problem;
        }

        RuleProblem problem() {
            return problem;
        }
    }

    /** Reads a document. An empty one is a null node. */
    static DocumentNode read(String text) throws UnreadableException {
        if (text.length() > MAX_CHARS) {
            throw new UnreadableException(
                    new RuleProblem("", 0, 0, "is longer than " + MAX_CHARS + " characters", 0, 0));
        }
        LoaderOptions options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setCodePointLimit(MAX_CHARS);
        try {
            // A tab may stand between the parts of JSON, but not of YAML.
            Node root = new Yaml(new SafeConstructor(options)).compose(new StringReader(tabless(text)));
            return root == null ? new DocumentNode(null, 1, 1) : node(root, 0);
        } catch (MarkedYAMLException e) {
            Mark mark = e.getProblemMark();
            throw new UnreadableException(new RuleProblem(
                    "",
                    mark == null ? 0 : mark.getLine() + 1,
                    mark == null ? 0 : mark.getColumn() + 1,
                    "cannot be read: " + e.getProblem(),
                    0,
                    0));
        } catch (YAMLException e) {
            throw new UnreadableException(new RuleProblem("", 0, 0, "cannot be read: " + e.getMessage(), 0, 0));
        }
    }

    private static String tabless(String text) {
        String start = text.stripLeading();
        return start.startsWith("{") || start.startsWith("[") ? text.replace('\t', ' ') : text;
    }

    private static DocumentNode node(Node node, int depth) throws UnreadableException {
        int line = node.getStartMark().getLine() + 1;
        int column = node.getStartMark().getColumn() + 1;
        if (depth > MAX_DEPTH) {
            throw new UnreadableException(
                    new RuleProblem("", line, column, "is nested deeper than " + MAX_DEPTH, 0, 0));
        }
        if (node instanceof ScalarNode scalar) {
            return new DocumentNode(scalar(scalar), line, column);
        }
        if (node instanceof SequenceNode sequence) {
            List<DocumentNode> list = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                list.add(node(element, depth + 1));
            }
            return new DocumentNode(list, line, column);
        }
        Map<String, DocumentNode> map = new LinkedHashMap<>();
        for (NodeTuple tuple : ((MappingNode) node).getValue()) {
            Node key = tuple.getKeyNode();
            if (!(key instanceof ScalarNode name)) {
                throw new UnreadableException(new RuleProblem("", line, column, "has a name that is no text", 0, 0));
            }
            if (map.put(name.getValue(), node(tuple.getValueNode(), depth + 1)) != null) {
                throw new UnreadableException(new RuleProblem(
                        name.getValue(),
                        key.getStartMark().getLine() + 1,
                        key.getStartMark().getColumn() + 1,
                        "is there twice",
                        0,
                        0));
            }
        }
        return new DocumentNode(map, line, column);
    }

    private static Object scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        if (!scalar.isPlain()) {
            return text;
        }
        if (scalar.getTag().equals(Tag.NULL)) {
            return null;
        }
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        return NUMBER.matcher(text).matches() ? (Object) Double.valueOf(text) : text;
    }
}
