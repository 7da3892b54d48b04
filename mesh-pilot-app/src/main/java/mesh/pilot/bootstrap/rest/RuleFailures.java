package mesh.pilot.bootstrap.rest;

import java.io.UncheckedIOException;
import java.util.List;
import mesh.pilot.document.Problem;
import mesh.pilot.document.RefusedRulesException;
import mesh.pilot.source.api.RuleChangeException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Says what is wrong with a request, in the form of RFC 9457. */
@RestControllerAdvice(basePackageClasses = RuleFailures.class)
class RuleFailures {

  private static final Logger log = LoggerFactory.getLogger(RuleFailures.class);

  @ExceptionHandler
  ProblemDetail refused(RefusedRulesException e) {
    var detail =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.UNPROCESSABLE_CONTENT, String.valueOf(e.getMessage()));
    List<Problem> problems = e.problems();
    detail.setProperty("problems", ShownProblem.all(problems));
    return detail;
  }

  @ExceptionHandler
  ProblemDetail unfit(RuleChangeException e) {
    HttpStatus status =
        switch (e.reason()) {
          case UNKNOWN -> HttpStatus.NOT_FOUND;
          case TAKEN, CHANGED -> HttpStatus.CONFLICT;
          case PRECONDITION -> HttpStatus.PRECONDITION_FAILED;
          case FULL -> HttpStatus.INSUFFICIENT_STORAGE;
        };
    return ProblemDetail.forStatusAndDetail(status, String.valueOf(e.getMessage()));
  }

  @ExceptionHandler
  ProblemDetail notKept(UncheckedIOException e) {
    log.atError().setCause(e).log("Rule cannot be kept");
    return ProblemDetail.forStatusAndDetail(
        HttpStatus.INSUFFICIENT_STORAGE, "The rule cannot be kept; nothing has changed");
  }
}
