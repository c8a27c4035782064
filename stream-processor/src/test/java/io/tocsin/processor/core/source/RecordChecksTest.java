package io.tocsin.processor.core.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.tocsin.processor.core.model.Decision;
import io.tocsin.processor.core.model.Health;
import io.tocsin.processor.core.rule.RuleCatalogue;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class RecordChecksTest {

    private static FoldRig after(Consumer<Observation> filler) {
        return new FoldRig().event(filler);
    }

    @Test
    void theDocumentedGoodEventIsNormal() {
        FoldRig rig = after(o -> {
            o.addMetric("response_time", 250);
            o.addMetric("status_code", 200);
            o.attributes().add("output", "success");
            o.metadata().add("user_id", "123");
        });
        assertThat(rig.state.status()).isEqualTo(Health.NORMAL);
        assertThat(rig.state.reasons()).isEmpty();
        assertThat(rig.lastEvaluation().decision()).isEqualTo(Decision.CONTINUE);
    }

    @Test
    void aNullOutputIsFound() {
        FoldRig rig = after(o -> o.attributes().addNull("output"));
        assertThat(rig.reason("output-null").text()).isEqualTo("output is null");
        assertThat(rig.has("silent-failure")).isFalse();
        assertThat(rig.state.decision()).isEqualTo(Decision.RETRY);
    }

    @Test
    void anEmptyOrMeaninglessOutputIsInvalid() {
        assertThat(after(o -> o.attributes().add("output", "  "))
                        .reason("output-invalid")
                        .text())
                .isEqualTo("output is empty");
        for (String word : List.of("undefined", "NaN", "None", "[object Object]")) {
            FoldRig rig = after(o -> o.attributes().add("result", word));
            assertThat(rig.reason("output-invalid").text()).contains(word.toLowerCase());
            assertThat(rig.state.decision()).isEqualTo(Decision.REPROCESS);
        }
        assertThat(after(o -> o.attributes().add("output_valid", false)).has("output-invalid"))
                .isTrue();
        assertThat(after(o -> o.attributes().add("output_valid", true)).has("output-invalid"))
                .isFalse();
    }

    @Test
    void anAnswerMayBeEmptyForGoodReasons() {
        FoldRig rig = after(o -> {
            o.addMetric("status_code", 204);
            o.attributes().add("body", "");
            o.attributes().addNull("response");
        });
        assertThat(rig.state.reasons()).isEmpty();
    }

    @Test
    void theRuleThatSaysThatNothingCanBeSaidCannotBeSwitchedOff() {
        SourceFoldSettings settings = SourceFoldSettings.defaults().withRules(new RuleCatalogue(List.of()));
        FoldRig rig = new FoldRig(settings, new SourceFold(settings, List.of((o, facts, findings) -> {
            throw new IllegalStateException();
        })));
        assertThat(rig.metric("requests", 1).state.decision()).isEqualTo(Decision.ESCALATE);
    }

    @Test
    void status200WithAnErrorBodyContradictsItself() {
        assertThat(after(o -> {
                            o.addMetric("status_code", 200);
                            o.attributes().add("error", "db down");
                        })
                        .reason("response-inconsistent")
                        .text())
                .isEqualTo("status 200 with a body that reports an error");
        assertThat(after(o -> {
                            o.addMetric("status_code", 200);
                            o.attributes().add("response.error", "db down");
                        })
                        .has("response-inconsistent"))
                .isTrue();
        assertThat(after(o -> {
                            o.addMetric("status_code", 200);
                            o.attributes().add("success", false);
                        })
                        .has("response-inconsistent"))
                .isTrue();
        assertThat(after(o -> {
                            o.addMetric("status_code", 204);
                            o.attributes().add("body", "Error: no such table");
                        })
                        .has("response-inconsistent"))
                .isTrue();
        assertThat(after(o -> {
                            o.addMetric("status_code", 200);
                            o.attributes().add("error", "");
                            o.attributes().addNull("errors");
                        })
                        .has("response-inconsistent"))
                .isFalse();
    }

    @Test
    void status500WithASuccessBodyContradictsItself() {
        assertThat(after(o -> {
                            o.addMetric("status_code", 500);
                            o.attributes().add("output", "success");
                        })
                        .reason("response-inconsistent")
                        .text())
                .isEqualTo("status 500 with a body that reports success");
        assertThat(after(o -> {
                            o.attributes().add("status", "503");
                            o.attributes().add("success", true);
                        })
                        .has("response-inconsistent"))
                .isTrue();
        assertThat(after(o -> {
                            o.addMetric("status_code", 499);
                            o.attributes().add("success", true);
                        })
                        .has("response-inconsistent"))
                .isFalse();
        assertThat(after(o -> {
                            o.addMetric("status_code", 500);
                            o.attributes().add("error", "boom");
                        })
                        .has("response-inconsistent"))
                .isFalse();
    }

    @Test
    void successWithANullResultIsASilentFailure() {
        FoldRig rig = after(o -> {
            o.attributes().add("success", true);
            o.attributes().addNull("result");
        });
        assertThat(rig.reason("silent-failure").text()).isEqualTo("success is reported, but result is null");
        assertThat(rig.state.decision()).isEqualTo(Decision.REPROCESS);
        assertThat(after(o -> {
                            o.attributes().add("success", true);
                            o.attributes().add("result", "42 rows");
                        })
                        .state
                        .reasons())
                .isEmpty();
    }

    @Test
    void processedWithoutOutputIsASilentFailure() {
        assertThat(after(o -> o.attributes().add("processed", true))
                        .reason("silent-failure")
                        .text())
                .isEqualTo("processed is true, but there is no output");
        assertThat(after(o -> {
                            o.attributes().add("processed", true);
                            o.addMetric("output.rows", 7);
                        })
                        .has("silent-failure"))
                .isFalse();
        assertThat(after(o -> o.attributes().add("processed", false)).has("silent-failure"))
                .isFalse();
    }

    @Test
    void completedWithNoItemsIsASilentFailure() {
        assertThat(after(o -> {
                            o.attributes().add("completed", true);
                            o.addMetric("items_processed", 0);
                        })
                        .reason("silent-failure")
                        .text())
                .isEqualTo("completed is true, but items_processed is 0");
        assertThat(after(o -> {
                            o.attributes().add("completed", true);
                            o.addMetric("items_processed", 1);
                        })
                        .has("silent-failure"))
                .isFalse();
    }

    @Test
    void aFindingHoldsForAMinuteAfterTheLastOne() {
        FoldRig rig = after(o -> o.attributes().addNull("output"));
        rig.tick(50_000).event(o -> o.attributes().addNull("output"));
        rig.tick(59_000);
        assertThat(rig.has("output-null")).isTrue();
        rig.tick(1000);
        assertThat(rig.has("output-null")).isFalse();
    }

    @Test
    void piecesOfAnArrayReadLikeStrings() {
        byte[] bytes = "xxSuCCess yy".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        FoldRig rig = after(o -> {
            o.addMetric("status_code", 502);
            o.attributes().addUtf8("output", bytes, 2, 8);
        });
        assertThat(rig.has("response-inconsistent")).isTrue();
    }

    @Test
    void anEvaluationThatFailsEscalates() {
        SourceFoldSettings settings = SourceFoldSettings.defaults();
        FoldRig rig = new FoldRig(settings, new SourceFold(settings, List.of((o, facts, findings) -> {
            throw new IllegalStateException("secret detail");
        })));
        rig.metric("requests", 1);
        assertThat(rig.lastEvaluation().decision()).isEqualTo(Decision.ESCALATE);
        assertThat(rig.reason("evaluation-failed").text()).isEqualTo("a check failed with IllegalStateException");
        assertThat(rig.state.eventCount()).isEqualTo(1);
        assertThat(rig.window("1m").metrics().get("requests").count()).isEqualTo(1);
    }
}
