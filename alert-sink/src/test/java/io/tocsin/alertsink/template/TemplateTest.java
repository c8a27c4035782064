package io.tocsin.alertsink.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.tocsin.alertsink.channel.Notification;
import io.tocsin.alertsink.channel.NotifiedAlert;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the real amtool of the conformance table does not know yet, bounds, files, and our own templates. */
final class TemplateTest {

    private static final Instant NOW = Instant.parse("2026-11-20T09:20:00Z");
    private static final Notification FIRING = notification(Map.of("alertname", "t", "severity", "x"), false);

    @TempDir
    private Path directory;

    static Notification notification(Map<String, String> labels, boolean resolved) {
        NotifiedAlert alert = NotifiedAlert.of(
                labels,
                Map.of("summary", "<b>"),
                NOW.minusSeconds(90),
                resolved ? Optional.of(NOW) : Optional.empty(),
                "http://g",
                "f");
        return new Notification(
                "id",
                "ops",
                "{}:{alertname=\"t\"}",
                "",
                List.of(alert),
                new TreeMap<>(Map.of("alertname", labels.get("alertname"))),
                new TreeMap<>(labels),
                new TreeMap<>(Map.of("summary", "<b>")),
                new TreeMap<>(),
                "http://am",
                0,
                NOW);
    }

    private static String text(String template) {
        return TemplateSet.defaults().parse("conf", template).text(FIRING);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            {{ trimSpace "  x " }}|                                                # x|
            {{ title "hello wORLD foo-bar" }}                                      # Hello World Foo-Bar
            {{ (index .Alerts 0).StartsAt | tz "Europe/Paris" | date "15:04 MST" }} # 10:18 CET
            {{ since (index .Alerts 0).StartsAt }}                                 # 1m30s
            {{ humanizeDuration (since (index .Alerts 0).StartsAt) }}              # 1m 30s
            {{ humanizeDuration 90061 }} {{ humanizeDuration "0.012" }} {{ humanizeDuration 5.2567 }} # 1d 1h 1m 1s 12ms 5.257s
            {{ toJson .CommonLabels }} {{ toJson (list 1 "a<" true) }}             # {"alertname":"t","severity":"x"} [1,"a\\u003c",true]
            {{ (dict "a" 1 "b" (list 2 3)).b }}                                    # [2 3]
            {{ append (list 1) 2 3 | len }}                                        # 3
            {{ base64encode "a?b>" }} {{ base64decode "YT9iPg==" }}                # YT9iPg== a?b>
            {{ urlUnescape "a%20b+c" }}                                            # a b c
            {{ now.Format "2006" }} {{ (toDate "2006-01-02" "2024-02-29").Weekday }} # 2026 Thursday
            {{ .CommonLabels }} {{ .CommonLabels.SortedPairs }}                    # alertname=t, severity=x alertname=t, severity=x
            {{ range 3 }}{{ . }}{{ end }}                                          # 012
            {{ with false }}{{ else with "y" }}{{ . }}{{ end }}                    # y
            {{ (index .Alerts 0).Labels.severity }} # x
            """)
    void laterAdditionsWorkToo(String template, String expected) {
        assertThat(text(template)).isEqualTo(expected);
    }

    @Test
    void ownTemplatesHaveAlertmanagersNamesAndForms() {
        assertThat(text("{{ template \"slack.default.title\" . }}")).isEqualTo("[FIRING:1] t (x)");
        assertThat(TemplateSet.defaults()
                        .parse("c", "{{ template \"__subject\" . }}")
                        .text(notification(Map.of("alertname", "t"), true)))
                .isEqualTo("[RESOLVED] t ");
        assertThat(text("{{ template \"pagerduty.default.instances\" .Alerts.Firing }}"))
                .isEqualTo(
                        "Labels:\n - alertname = t\n - severity = x\nAnnotations:\n - summary = <b>\nSource: http://g\n");
        assertThat(text("{{ template \"telegram.default.message\" . }}"))
                .startsWith("\n\nAlerts Firing:\nLabels:")
                .endsWith("Source: http://g\n\n\n\n");
        assertThat(text("{{ template \"__alertmanagerURL\" . }}")).isEqualTo("http://am/#/alerts?receiver=ops");
        String html = TemplateSet.defaults()
                .parse("c", "{{ template \"email.default.html\" . }}")
                .html(FIRING);
        assertThat(html)
                .contains("summary = &lt;b&gt;", "[1] Firing", "href=\"http://g\"")
                .doesNotContain("<b>");
    }

    @Test
    void whatIsWrongIsSaidWithFileLineAndColumn() {
        TemplateSet set = TemplateSet.defaults();
        assertThatThrownBy(() -> set.parse("x.tmpl", "a\n{{ .Status | nope }}"))
                .isInstanceOf(TemplateException.class)
                .hasMessage("x.tmpl:2:14: function \"nope\" not defined or not supported");
        assertThatThrownBy(() -> set.with("f.tmpl", "{{ define \"a\" }}\n {{ .Nope }}{{ end }}")
                        .parse("c", "{{ template \"a\" . }}")
                        .text(FIRING))
                .hasMessage("f.tmpl:2:5: can't evaluate field Nope in type template.Data");
        assertThatThrownBy(() -> text("{{ call .Status }}")).hasMessageContaining("not defined or not supported");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            {{ define "a" }}{{ template "a" . }}{{ end }}{{ template "a" . }}        # deeper than 100
            {{ range 9999 }}{{ range 9999 }}{{ end }}{{ end }}                       # steps
            {{ range 1000000000 }}{{ end }}                                          # elements
            {{ $x := "ab" }}{{ range 30 }}{{ $x = printf "%s%s" $x $x }}{{ end }}    # longer than
            {{ range 9999 }}{{ printf "%9999d" 1 }}{{ end }}                         # longer than
            {{ printf "%99999999d" 1 }}                                              # width
            {{ $l := list 1 }}{{ range 9999 }}{{ $l = append $l 1 2 3 }}{{ end }}    # e
            {{ match "((a{100}){100}){100}" "a" }}                                   # regexp
            """)
    void anExecutionIsBounded(String template, String reason) {
        assertThatThrownBy(() -> text(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(reason);
    }

    @Test
    void filesReplaceOurTemplatesAndAreFoundByPattern() throws Exception {
        Files.createDirectories(directory.resolve("t/sub"));
        Files.writeString(directory.resolve("t/sub/b.tmpl"), "{{ define \"__subject\" }}mine {{ .Status }}{{ end }}");
        Files.writeString(directory.resolve("t/sub/c.txt"), "{{ broken");
        List<Path> files = TemplateFiles.matching(directory, "t/*/*.tmpl");
        assertThat(files).hasSize(1);
        assertThat(TemplateFiles.matching(directory, "none/*.tmpl")).isEmpty();
        assertThat(TemplateSet.defaults()
                        .withFiles(files)
                        .parse("c", "{{ template \"slack.default.title\" . }}")
                        .text(FIRING))
                .isEqualTo("mine firing");
    }
}
