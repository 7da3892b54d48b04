package mesh.pilot.bootstrap.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.document.Problem;
import mesh.pilot.model.Rule;
import mesh.pilot.source.RuleText;
import mesh.pilot.validate.Admission;
import mesh.pilot.validate.Review;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Says what would be wrong, and changes nothing. */
@RestController
class AnalyzeController {

  private final Admission admission;
  private final Review review;
  private final RestWork work;
  private final RequestText text;
  private final Answer answer;

  AnalyzeController(
      Admission admission, Review review, RestWork work, RequestText text, Answer answer) {
    this.admission = admission;
    this.review = review;
    this.work = work;
    this.text = text;
    this.answer = answer;
  }

  /**
   * Analyses the rules of the body beside those that hold now, in the place of those of the same
   * name; without a body, those that hold now.
   *
   * @param alone leaves out those that hold now
   */
  @PostMapping("/api/v1/analyze")
  Mono<ResponseEntity<byte[]>> analyze(
      @RequestParam(defaultValue = "false") boolean alone, ServerHttpRequest request) {
    QueryNames.only(request, "alone");
    return text.of(request)
        .flatMap(body -> work.run(() -> problems(body, alone)))
        .map(
            problems ->
                answer.begin(HttpStatus.OK, request).body(answer.body(shown(problems), request)));
  }

  private List<Problem> problems(String body, boolean alone) {
    var read = new RuleText();
    read.add("api", body);
    if (!read.problems().isEmpty()) {
      return read.problems();
    }
    Map<String, Rule> byTitle = new LinkedHashMap<>();
    if (!alone) {
      admission.rules().forEach(rule -> byTitle.put(rule.title(), rule));
    }
    read.rules().forEach(rule -> byTitle.put(rule.title(), rule));
    return review.of(new ArrayList<>(byTitle.values()));
  }

  private static Map<String, @Nullable Object> shown(List<Problem> problems) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    long errors = problems.stream().filter(Problem::isError).count();
    shown.put("errors", errors);
    shown.put("warnings", problems.size() - errors);
    shown.put("problems", ShownProblem.all(problems));
    return shown;
  }
}
