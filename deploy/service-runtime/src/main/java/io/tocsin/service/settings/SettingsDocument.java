package io.tocsin.service.settings;

import java.util.Collection;

/** Renders settings for people: an example file and a table. */
final class SettingsDocument {

    private static final int WIDTH = 110;

    private SettingsDocument() {}

    static String exampleYaml(Collection<Setting<?>> settings) {
        StringBuilder out = new StringBuilder();
        out.append("# Every setting with its default. Remove the leading \"#\" of a line to change it.\n");
        out.append("# Names may also be nested, and each can be set by the environment variable named with it.\n");
        for (Setting<?> setting : settings) {
            out.append('\n');
            wrap(out, setting.documentation());
            wrap(out, "Expected: " + setting.type().expected() + ". Environment: " + variables(setting) + ".");
            if (setting.type().isFamily()) {
                out.append('#').append(setting.name()).append(".some.name: value\n");
            } else {
                out.append('#')
                        .append(setting.name())
                        .append(": ")
                        .append(yamlDefault(setting))
                        .append('\n');
            }
        }
        return out.toString();
    }

    static String markdown(Collection<Setting<?>> settings) {
        StringBuilder out =
                new StringBuilder("| setting | default | expected | meaning | environment |\n|---|---|---|---|---|\n");
        for (Setting<?> setting : settings) {
            String shown = shownDefault(setting);
            out.append("| `")
                    .append(setting.name())
                    .append(setting.type().isFamily() ? ".*" : "")
                    .append("` | ");
            out.append(shown.isEmpty() ? "" : "`" + cell(shown) + "`").append(" | ");
            out.append(cell(setting.type().expected())).append(" | ");
            out.append(cell(setting.documentation())).append(" | ");
            out.append('`').append(variables(setting).replace(", ", "`, `")).append("` |\n");
        }
        return out.toString();
    }

    private static String variables(Setting<?> setting) {
        StringBuilder out = new StringBuilder(setting.environmentVariable());
        if (setting.type().isFamily()) {
            out.append("_SOME_NAME");
        }
        setting.aliases().forEach(alias -> out.append(", ").append(alias));
        return out.toString();
    }

    private static <T> String yamlDefault(Setting<T> setting) {
        String shown = shownDefault(setting);
        return shown.isEmpty() ? "\"\"" : shown;
    }

    private static <T> String shownDefault(Setting<T> setting) {
        if (setting.defaultValue() == null || setting.secret()) {
            return "";
        }
        String text = setting.type().format(setting.defaultValue());
        return text.equals("\"\"") ? "" : text;
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace('\n', ' ');
    }

    private static void wrap(StringBuilder out, String text) {
        int column = 0;
        for (String word : text.strip().split("\\s+")) {
            if (column == 0 || column + 1 + word.length() > WIDTH) {
                out.append(column == 0 ? "# " : "\n# ");
                column = 2;
            } else {
                out.append(' ');
                column++;
            }
            out.append(word);
            column += word.length();
        }
        out.append('\n');
    }
}
