package mesh.pilot.bootstrap.rest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import mesh.pilot.model.Kind;
import mesh.pilot.model.Rule;
import mesh.pilot.model.RuleName;
import mesh.pilot.source.api.ApiRules;
import mesh.pilot.source.api.Precondition;
import mesh.pilot.source.api.StoredRule;
import mesh.pilot.source.kind.RuleReader;
import mesh.pilot.validate.Admission;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import reactor.core.publisher.Mono;

/** Rules by name: read, made, replaced, removed. */
@RestController
class RulesController {

  private static final String ONE = "/api/v1/namespaces/{namespace}/{kind}/{name}";

  private final ApiRules rules;
  private final Admission admission;
  private final RestWork work;
  private final RequestText text;
  private final Answer answer;

  RulesController(
      ApiRules rules, Admission admission, RestWork work, RequestText text, Answer answer) {
    this.rules = rules;
    this.admission = admission;
    this.work = work;
    this.text = text;
    this.answer = answer;
  }

  @GetMapping(ONE)
  Mono<ResponseEntity<byte[]>> get(
      @PathVariable String namespace,
      @PathVariable String kind,
      @PathVariable String name,
      ServerHttpRequest request) {
    QueryNames.only(request);
    return work.run(
        () -> {
          StoredRule found = rules.get(named(namespace, kind, name));
          return answer
              .begin(HttpStatus.OK, request)
              .eTag(found.version())
              .body(answer.body(found.tree(), request));
        });
  }

  /** The rules of a kind in a namespace that the API keeps. */
  @GetMapping("/api/v1/namespaces/{namespace}/{kind}")
  Mono<ResponseEntity<byte[]>> list(
      @PathVariable String namespace, @PathVariable String kind, ServerHttpRequest request) {
    QueryNames.only(request);
    Kind of = kind(kind);
    return work.run(
        () -> {
          List<@Nullable Object> items = new ArrayList<>();
          rules.all().stream()
              .filter(one -> one.rule().kind() == of)
              .filter(one -> one.rule().meta().namespace().equals(namespace))
              .forEach(one -> items.add(one.tree()));
          Map<String, @Nullable Object> list = new LinkedHashMap<>();
          list.put("apiVersion", "v1");
          list.put("kind", "List");
          list.put("items", items);
          return answer.begin(HttpStatus.OK, request).body(answer.body(list, request));
        });
  }

  /** Which rules there are, of all sources, and where they are written down. */
  @GetMapping("/api/v1/rules")
  Mono<ResponseEntity<byte[]>> all(
      @RequestParam(required = false) @Nullable String namespace,
      @RequestParam(required = false) @Nullable String kind,
      ServerHttpRequest request) {
    QueryNames.only(request, "namespace", "kind");
    Kind of = kind == null ? null : kind(kind);
    return work.run(
        () -> {
          List<Map<String, String>> shown =
              admission.rules().stream()
                  .filter(rule -> of == null || rule.kind() == of)
                  .filter(rule -> namespace == null || rule.meta().namespace().equals(namespace))
                  .map(RulesController::shown)
                  .toList();
          return answer.begin(HttpStatus.OK, request).body(answer.body(shown, request));
        });
  }

  @PutMapping(ONE)
  Mono<ResponseEntity<byte[]>> put(
      @PathVariable String namespace,
      @PathVariable String kind,
      @PathVariable String name,
      @RequestParam(defaultValue = "false") boolean dryRun,
      ServerHttpRequest request) {
    QueryNames.only(request, "dryRun");
    RuleName named = named(namespace, kind, name);
    return text.of(request)
        .flatMap(body -> work.run(() -> rules.put(named, body, precondition(request), dryRun)))
        .map(made -> done(made, made.isNew() ? "created" : "updated", dryRun, request));
  }

  @DeleteMapping(ONE)
  Mono<ResponseEntity<byte[]>> delete(
      @PathVariable String namespace,
      @PathVariable String kind,
      @PathVariable String name,
      @RequestParam(defaultValue = "false") boolean dryRun,
      ServerHttpRequest request) {
    QueryNames.only(request, "dryRun");
    RuleName named = named(namespace, kind, name);
    return work.run(() -> rules.delete(named, precondition(request), dryRun))
        .map(gone -> done(gone, "deleted", dryRun, request));
  }

  private ResponseEntity<byte[]> done(
      ApiRules.Outcome outcome, String change, boolean dryRun, ServerHttpRequest request) {
    Map<String, @Nullable Object> shown = new LinkedHashMap<>();
    shown.put("resource", outcome.name().title());
    shown.put("change", change);
    shown.put("dryRun", dryRun);
    shown.put("resourceVersion", outcome.rule().version());
    shown.put("warnings", ShownProblem.all(outcome.warnings()));
    HttpStatus status = outcome.isNew() && !dryRun ? HttpStatus.CREATED : HttpStatus.OK;
    var builder = answer.begin(status, request);
    if (!change.equals("deleted")) {
      builder.eTag(outcome.rule().version());
    }
    return builder.body(answer.body(shown, request));
  }

  private static Map<String, String> shown(Rule rule) {
    Map<String, String> shown = new LinkedHashMap<>();
    shown.put("kind", rule.kind().text());
    shown.put("namespace", rule.meta().namespace());
    shown.put("name", rule.meta().name());
    shown.put("place", rule.meta().place().toString());
    return shown;
  }

  private static RuleName named(String namespace, String kind, String name) {
    var named = new RuleName(kind(kind), namespace, name);
    for (String part : List.of(namespace, name)) {
      if (!RuleReader.isName(part)) {
        throw new ResponseStatusException(
            HttpStatus.BAD_REQUEST,
            part + ": at most 253 of a-z, 0-9, - and ., a letter or digit at both ends");
      }
    }
    return named;
  }

  private static Kind kind(String plural) {
    return Kind.ofPlural(plural)
        .orElseThrow(
            () ->
                new ResponseStatusException(
                    HttpStatus.NOT_FOUND, plural + " (expected: " + Kind.plurals() + ")"));
  }

  private static Precondition precondition(ServerHttpRequest request) {
    return new Precondition(
        versions(request.getHeaders().getIfMatch()),
        versions(request.getHeaders().getIfNoneMatch()));
  }

  // Weak and strong validators are the same here: a version is of content, not of bytes.
  private static List<String> versions(List<String> tags) {
    return tags.stream().map(tag -> tag.replaceFirst("^W/", "").replace("\"", "")).toList();
  }
}
