/**
 * The strict HTTP edge: bodies, JSON, problem documents.
 *
 * <p>How a controller is written, so that it neither blocks an event loop nor lets a hostile request through:
 *
 * <pre>{@code
 * @Controller
 * final class GreetingController {
 *
 *     private static final long MAX_BODY = 64 * 1024;
 *
 *     @Post(value = "/api/v1/greetings", consumes = MediaType.ALL, produces = MediaType.ALL)
 *     CompletionStage<MutableHttpResponse<?>> greet(HttpRequest<?> request) {
 *         return RequestBody.read(request, MAX_BODY)       // 413, 415, broken gzip: answered already
 *                 .thenApply(StrictJson::parse)            // invalid UTF-8 or JSON: 400
 *                 .thenCompose(this::answer);
 *     }
 *
 *     private CompletionStage<MutableHttpResponse<?>> answer(JsonNode body) {
 *         JsonNode name = body.path("name");
 *         if (!name.isTextual()) {
 *             throw new ProblemException(Problem.unprocessable("name", "expected a text"));
 *         }
 *         return greetings.store(name.textValue())         // a stage of the Kafka producer: no thread waits
 *                 .thenApply(id -> HttpResponse.created(StrictJson.write(...)).contentType(MediaType.APPLICATION_JSON));
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>Take {@code HttpRequest<?>}, never {@code @Body}: the framework's own body binding knows none of the limits.
 *   <li>{@code consumes = ALL}: clients of the documented API send {@code text/plain} or nothing; what matters is whether
 *       the body is JSON.
 *   <li>Return a stage. Code that must block is annotated {@code @ExecuteOn(TaskExecutors.BLOCKING)}.
 *   <li>Answer with {@code byte[]} or a Jackson node and set the content type.
 *   <li>Fail by throwing {@link io.tocsin.service.http.ProblemException}, or completing the stage with it. Anything else that
 *       is thrown is a defect and becomes a 500 with a correlation id.
 *   <li>Handle query parameters by hand ({@code request.getParameters()}), so that a bad one is a 400 that names it.
 * </ul>
 */
package io.tocsin.service.http;
