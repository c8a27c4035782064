package io.tocsin.alertsink.config;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * YAML as nodes with their lines. Scalars stay texts: what they mean depends on the field, as it does in Go's parser,
 * where {@code on} is true for a flag and a text for a text. Stateless.
 */
final class YamlNodes {

    private static final int MAX_CHARACTERS = 4 << 20;
    private static final int MAX_DEPTH = 60;
    private static final Set<String> NULLS = Set.of("", "~", "null", "Null", "NULL");

    private YamlNodes() {}

    /**
     * Returns the only document of a text; null when there is none.
     *
     * @throws ConfigException when it is no YAML
     */
    static Node parse(String text) throws ConfigException {
        LoaderOptions options = new LoaderOptions();
        options.setCodePointLimit(MAX_CHARACTERS);
        options.setNestingDepthLimit(MAX_DEPTH);
        options.setMaxAliasesForCollections(1_000);
        options.setAllowRecursiveKeys(false);
        try {
            return new Yaml(options).compose(new StringReader(text));
        } catch (MarkedYAMLException broken) {
            int line = broken.getProblemMark() == null
                    ? 1
                    : broken.getProblemMark().getLine() + 1;
            throw ConfigException.at(line, broken.getProblem());
        } catch (YAMLException broken) {
            throw new ConfigException(broken.getMessage());
        }
    }

    static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }

    static boolean isNull(Node node) {
        return node instanceof ScalarNode scalar
                && scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN
                && NULLS.contains(scalar.getValue());
    }

    static boolean isPlain(Node node) {
        return node instanceof ScalarNode scalar && scalar.getScalarStyle() == DumperOptions.ScalarStyle.PLAIN;
    }

    static String scalar(Node node, String what) throws ConfigException {
        if (node instanceof ScalarNode scalar) {
            return scalar.getValue();
        }
        throw ConfigException.at(line(node), what + " must be a single value, but is " + describe(node));
    }

    static List<Node> sequence(Node node, String what) throws ConfigException {
        if (node instanceof SequenceNode sequence) {
            return sequence.getValue();
        }
        throw ConfigException.at(line(node), what + " must be a list, but is " + describe(node));
    }

    /** Returns the entries of a mapping; {@code <<} is merged in, a name that comes twice is refused. */
    static Map<String, NodeTuple> mapping(Node node, String what) throws ConfigException {
        if (!(node instanceof MappingNode mapping)) {
            throw ConfigException.at(line(node), what + " must be an object, but is " + describe(node));
        }
        Map<String, NodeTuple> entries = new LinkedHashMap<>();
        List<Node> merged = new ArrayList<>();
        for (NodeTuple each : mapping.getValue()) {
            String name = scalar(each.getKeyNode(), "a name in " + what);
            if (name.equals("<<") && isPlain(each.getKeyNode())) {
                merged.add(each.getValueNode());
            } else if (entries.put(name, each) != null) {
                throw ConfigException.at(line(each.getKeyNode()), "field " + name + " is already set in " + what);
            }
        }
        for (Node each : merged) {
            for (Node source : each instanceof SequenceNode several ? several.getValue() : List.of(each)) {
                mapping(source, what).forEach(entries::putIfAbsent);
            }
        }
        return entries;
    }

    private static String describe(Node node) {
        if (node instanceof MappingNode) {
            return "an object";
        }
        return node instanceof SequenceNode ? "a list" : "the value '" + ((ScalarNode) node).getValue() + "'";
    }
}
