package io.tocsin.processor.rules.language;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Severity;
import io.tocsin.processor.core.rule.Rule;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OlderConfigurationTest {

    private static final String DOCUMENTED = """
            {
              "retention_hours": 24, "pattern_window_size": 100, "monitoring_interval": 30,
              "response_time_warning": 4000, "response_time_critical": 9000,
              "error_rate_warning": 0.05, "error_rate_critical": 0.2,
              "resource_usage_warning": 80, "resource_usage_critical": 92,
              "enable_console_notifications": true, "enable_file_notifications": true,
              "enable_email_notifications": false,
              "api_host": "127.0.0.1", "api_port": 8080,
              "alert_rules": [
                {"name": "High Response Time", "metric_name": "response_time", "threshold": 5000.0,
                 "severity": "warning", "duration": 60, "enabled": true, "description": "slow"},
                {"name": "Error Rate High", "metric_name": "error_rate", "threshold": 0.3,
                 "severity": "EMERGENCY", "duration": 30, "enabled": false}
              ]
            }
            """;

    @Test
    void theDocumentedKeysAreReadAndTranslated() {
        OlderConfiguration older = read(DOCUMENTED);

        assertThat(older.rules().problems()).isEmpty();
        assertThat(older.retentionHours()).contains(24.0);
        assertThat(older.intervalSeconds()).contains(30.0);
        assertThat(older.apiHost()).contains("127.0.0.1");
        assertThat(older.apiPort()).contains(8080);
        assertThat(older.notifications()).containsEntry("file", true).containsEntry("email", false);
        assertThat(older.hasPatternWindow()).isTrue();
        assertThat(rule(older, "response-time-high").levels().get(0).limit()).isEqualTo(4000);
        assertThat(rule(older, "error-rate-high").levels().get(1).limit()).isEqualTo(0.2);
        assertThat(rule(older, "disk-usage-high").levels().get(1).limit()).isEqualTo(92);
        Rule own = rule(older, "high-response-time");
        assertThat(own.kind()).isEqualTo(Rule.Kind.THRESHOLD);
        assertThat(own.metrics()).contains("response_time", "duration_ms");
        assertThat(own.forMs()).isEqualTo(60_000);
        assertThat(own.levels().get(0).severity()).isEqualTo(Severity.WARNING);
        Rule worked = rule(older, "error-rate-high-rule");
        assertThat(worked.kind()).isEqualTo(Rule.Kind.EXPRESSION);
        assertThat(worked.levels().get(0).severity()).isEqualTo(Severity.EMERGENCY);
        assertThat(older.rules().definitions())
                .filteredOn(definition -> definition.id().equals("error-rate-high-rule"))
                .noneMatch(RuleDefinition::enabled);
    }

    @Test
    void keysMayBeGroupedAndRulesNamedByTheirKeys() {
        OlderConfiguration older = read("""
                {"thresholds": {"response_time_critical": 7000},
                 "alerts": {"alert_rules": {"Deep queue": {"metric_name": "queue_depth", "threshold": 9}}}}
                """);

        assertThat(older.rules().problems()).isEmpty();
        assertThat(rule(older, "response-time-high").levels().get(0).limit()).isEqualTo(5000);
        assertThat(rule(older, "deep-queue").metrics()).containsExactly("queue_depth");
    }

    @Test
    void otherDocumentsAreNone() {
        assertThat(OlderConfiguration.read("http.port: 8000")).isEmpty();
        assertThat(OlderConfiguration.read("rules: [{id: x}]")).isEmpty();
        assertThat(OlderConfiguration.read("[1, 2]")).isEmpty();
        assertThat(OlderConfiguration.read("{\"api_port\": ")).isEmpty();
        assertThat(OlderConfiguration.read("")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    {\\n "api_port": 70000\\n} | api_port | 2 | 14
                    {\\n "api_port": "80"\\n} | api_port | 2 | 14
                    {\\n "api_port": 1,\\n "api_prot": 1\\n} | api_prot | 3 | 14
                    {\\n "api_port": 1,\\n "enable_pager_notifications": true\\n} | enable_pager_notifications | 3 | 32
                    {\\n "retention_hours": 0\\n} | retention_hours | 2 | 21
                    {\\n "monitoring_interval": -1\\n} | monitoring_interval | 2 | 25
                    {\\n "error_rate_warning": 10\\n} | error_rate_warning | 2 | 24
                    {\\n "response_time_warning": 20000\\n} | response_time_warning | 2 | 27
                    {\\n "enable_console_notifications": "yes"\\n} | enable_console_notifications | 2 | 34
                    {\\n "alert_rules": 5\\n} | alert_rules | 2 | 17
                    {"alert_rules": [\\n {"name": "a", "metric_name": "m"}]} | alert_rules[0].threshold | 2 | 2
                    {"alert_rules": [\\n {"name": "a", "threshold": 1}]} | alert_rules[0].metric_name | 2 | 2
                    {"alert_rules": [\\n {"metric_name": "a", "threshold": 1}]} | alert_rules[0].name | 2 | 2
                    {"alert_rules": [\\n {"name": "a", "metric_name": "m", "threshold": "x"}]} | alert_rules[0].threshold | 2 | 49
                    {"alert_rules": [\\n {"name": "a", "metric_name": "m", "threshold": 1, "severity": "bad"}]} | alert_rules[0].severity | 2 | 64
                    {"alert_rules": [\\n {"name": "a", "metric_name": "m", "threshold": 1, "sevrity": "info"}]} | alert_rules[0].sevrity | 2 | 63
                    {"alert_rules": [\\n {"name": "a", "metric_name": "error_rate", "threshold": 10}]} | alert_rules[0].threshold | 2 | 58
                    """)
    void whatIsWrongIsToldWithItsPlace(String text, String field, int line, int column) {
        List<RuleProblem> problems = read(text.replace("\\n", "\n")).rules().problems();

        assertThat(problems).hasSize(1);
        assertThat(problems.get(0).field()).isEqualTo(field);
        assertThat(problems.get(0).line()).isEqualTo(line);
        assertThat(problems.get(0).column()).as(problems.get(0).text()).isEqualTo(column);
    }

    @Test
    void everyProblemIsTold() {
        assertThat(read("{\"api_port\": -1, \"nonsense\": 1, \"resource_usage_critical\": 3}")
                        .rules()
                        .problems())
                .extracting(RuleProblem::field)
                .containsExactlyInAnyOrder("api_port", "nonsense", "resource_usage_critical");
    }

    private static OlderConfiguration read(String text) {
        return OlderConfiguration.read(text).orElseThrow();
    }

    private static Rule rule(OlderConfiguration older, String id) {
        return older.rules().rules().stream()
                .filter(rule -> rule.id().equals(id))
                .findFirst()
                .orElseThrow();
    }
}
