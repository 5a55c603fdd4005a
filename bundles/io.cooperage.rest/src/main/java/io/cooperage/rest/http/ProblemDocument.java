package io.cooperage.rest.http;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.front.ExitCode;
import io.cooperage.api.front.PlainForm;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** An error as problem details (RFC 9457), with the error's code, hint and single problems. */
record ProblemDocument(int status, ExitCode exitCode, Map<String, Object> fields) {
  static ProblemDocument of(ContainerException e) {
    int status = HttpStatus.of(e.code());
    String name = e.code().name().toLowerCase(Locale.ROOT).replace('_', '-');
    Map<String, Object> fields = fields(status, name, e.getMessage());
    if (!e.hint().isEmpty()) {
      fields.put("hint", e.hint());
    }
    fields.put("problems", PlainForm.of(e.problems()));
    return new ProblemDocument(status, ExitCode.of(e.code()), fields);
  }

  static ProblemDocument of(RequestException e) {
    return new ProblemDocument(
        e.status(), ExitCode.BAD_VALUE, fields(e.status(), "request", e.getMessage()));
  }

  static ProblemDocument defect() {
    String detail = "an unexpected error; the daemon's log says more";
    return new ProblemDocument(500, ExitCode.SYSTEM, fields(500, "internal", detail));
  }

  /** Detail and hint as lines. */
  String text() {
    Object hint = fields.get("hint");
    return fields.get("detail") + (hint == null ? "\n" : "\n    " + hint + "\n");
  }

  private static Map<String, Object> fields(int status, String code, String detail) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("type", "urn:cooperage:error:" + code);
    fields.put("title", code.replace('-', ' '));
    fields.put("status", status);
    fields.put("code", code);
    fields.put("detail", detail == null ? "" : detail);
    return fields;
  }
}
