package io.cooperage.rest.http;

import io.cooperage.api.container.ContainerRef;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.api.error.Problem;
import io.cooperage.api.front.PlainForm;
import io.cooperage.api.job.Job;
import io.cooperage.api.job.JobInfo;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request and its answer. */
public final class Exchange {
  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
  private static final int BODY_LIMIT = 1024 * 1024;
  private static final int LONGEST_WAIT = 600;
  private static final Pattern WAIT = Pattern.compile("(?:^|[,;\\s])wait=(\\d{1,9})(?:$|[,;\\s])");

  private final HttpServletRequest request;
  private final HttpServletResponse response;
  private final RequestBody body;
  private final Map<String, String> variables;
  private final WaitingRoom room;

  Exchange(
      HttpServletRequest request,
      HttpServletResponse response,
      Map<String, String> variables,
      WaitingRoom room) {
    this.request = request;
    this.response = response;
    this.body = new RequestBody(request);
    this.variables = variables;
    this.room = room;
  }

  public HttpServletRequest request() {
    return request;
  }

  public HttpServletResponse response() {
    return response;
  }

  /** A variable of the path, decoded. */
  public String path(String name) {
    return variables.get(name);
  }

  /** The container that {@code {ref}} in the path names. */
  public ContainerRef container() {
    String text = path("ref");
    try {
      return ContainerRef.parse(text);
    } catch (IllegalArgumentException e) {
      throw bad("ref", text, e.getMessage());
    }
  }

  public Optional<String> query(String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  /** Refuses parameters that nobody would read. */
  public Exchange onlyQuery(String... known) {
    for (String name : request.getParameterMap().keySet()) {
      if (!Set.of(known).contains(name)) {
        throw bad(name, "", "is no query parameter of this resource");
      }
    }
    return this;
  }

  /** A whole number of the query. */
  public long number(String name, long otherwise, long least, long most) {
    String text = query(name).orElse(Long.toString(otherwise));
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a number out of range is.
    }
    throw bad(name, text, "must be a whole number between " + least + " and " + most);
  }

  /** The body as a record of this type. */
  public <T> T body(Class<T> type) throws IOException {
    requireType("application/json");
    return StrictJson.read(body.bytes(BODY_LIMIT), type);
  }

  /** Refuses a body of another media type. */
  public void requireType(String type) {
    String given = request.getContentType();
    String bare = given == null ? "" : given.split(";", 2)[0].trim();
    if (!bare.equalsIgnoreCase(type)) {
      throw new RequestException(415, "the body must be " + type);
    }
  }

  /** The body's first line, read without waiting for the body's end. */
  public byte[] line(int limit) throws IOException {
    return body.line(limit);
  }

  /** The revision of {@code If-Match}; empty without one or with {@code *}. */
  public OptionalLong ifMatch() {
    String tag = request.getHeader("If-Match");
    if (tag == null || tag.equals("*")) {
      return OptionalLong.empty();
    }
    try {
      return OptionalLong.of(Long.parseLong(tag.replace("\"", "")));
    } catch (NumberFormatException e) {
      throw new ContainerException(
          ErrorCode.CHANGED, "If-Match " + tag + " is no entity tag of a container");
    }
  }

  /** Announces the revision; answers 304 and true if the client has it already. */
  public boolean knows(long revision) {
    String tag = "\"" + revision + "\"";
    response.setHeader("ETag", tag);
    if (tag.equals(request.getHeader("If-None-Match"))) {
      response.setStatus(304);
      return true;
    }
    return false;
  }

  public void json(Object value) throws IOException {
    json(200, value);
  }

  public void json(int status, Object value) throws IOException {
    send(status, "application/json", StrictJson.write(PlainForm.of(value)));
  }

  /**
   * 202 with the operation, whose address is in Location; 200 if the client prefers to wait ({@code
   * Prefer: wait=SECONDS}, RFC 7240) and it ends well in that time. While as many wait as may the
   * preference is ignored, as section 2 of the RFC lets a server do.
   *
   * @throws ContainerException what it failed with in that time
   */
  public void accepted(Job<?> job) throws IOException {
    response.setHeader("Location", "/1.0/operations/" + job.info().id());
    boolean waited = patience().filter(time -> room.wait(() -> settle(job, time))).isPresent();
    JobInfo info = job.info();
    json(waited && info.state().ended() ? 200 : 202, info);
  }

  // A preference that cannot be read is none.
  private Optional<Duration> patience() {
    String prefer = request.getHeader("Prefer");
    if (prefer == null) {
      return Optional.empty();
    }
    Matcher wait = WAIT.matcher(prefer);
    return wait.find()
        ? Optional.of(Duration.ofSeconds(Math.min(Integer.parseInt(wait.group(1)), LONGEST_WAIT)))
        : Optional.empty();
  }

  private void settle(Job<?> job, Duration time) {
    response.setHeader("Preference-Applied", "wait=" + time.toSeconds());
    try {
      job.await(time);
    } catch (ContainerException e) {
      if (job.info().state().ended()) {
        throw e;
      }
      LOG.debug("Operation {} goes on", job.info().id(), e);
    }
  }

  public void noContent() {
    response.setStatus(204);
  }

  public void send(int status, String type, byte[] content) throws IOException {
    response.setStatus(status);
    response.setContentLength(content.length);
    stream(type).write(content);
  }

  /** The body of an answer of this type, for what is sent piece by piece. */
  public ServletOutputStream stream(String type) throws IOException {
    body.finish(response);
    response.setContentType(type);
    return response.getOutputStream();
  }

  /** Whether the client, as ct does, would rather have lines than JSON. */
  public boolean prefersText() {
    String accept = request.getHeader("Accept");
    return accept != null && accept.startsWith("text/plain");
  }

  /** Lines of text for a client that prefers them. */
  public void text(int status, String lines) throws IOException {
    send(status, "text/plain;charset=utf-8", lines.getBytes(StandardCharsets.UTF_8));
  }

  void problem(ProblemDocument problem) throws IOException {
    if (response.isCommitted()) {
      throw new IOException("the answer was cut short: " + problem.fields().get("detail"));
    }
    response.resetBuffer();
    response.setHeader("Cooperage-Exit-Code", Integer.toString(problem.exitCode().number()));
    if (prefersText()) {
      text(problem.status(), problem.text());
    } else {
      send(problem.status(), "application/problem+json", StrictJson.write(problem.fields()));
    }
  }

  /** A bad entry of the request. */
  public static ContainerException bad(String subject, String value, String rule) {
    return ContainerException.badInput(ErrorCode.BAD_VALUE, Problem.of(subject, value, rule));
  }
}
