package io.cooperage.rest.cli;

import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import io.cooperage.rest.http.StrictJson;
import io.cooperage.rest.server.SocketServer;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.karaf.shell.api.console.SessionFactory;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * Runs commands for {@code ct}. The request is one line of JSON; {@code ct} does not end the body
 * after it, so that the end of the connection is seen while the command runs.
 */
@Component(service = Resource.class)
public final class CliResource implements Resource {
  private static final int REQUEST_LIMIT = 2 * 1024 * 1024;

  private final SessionFactory sessions;

  @Activate
  public CliResource(@Reference SessionFactory sessions) {
    this.sessions = sessions;
  }

  @Override
  public List<Route> routes() {
    return List.of(
        Route.post("/1.0/cli", this::run), Route.post("/1.0/cli/complete", this::complete));
  }

  private void run(Exchange x) throws IOException {
    x.onlyQuery().requireType("application/json");
    CliRequest request = StrictJson.read(x.line(REQUEST_LIMIT), CliRequest.class);
    request.directory();
    x.response().setContentType("application/vnd.cooperage.frames");
    AtomicBoolean stopping = SocketServer.stopping(x.request().getServletContext());
    CommandRun run =
        new CommandRun(sessions, request, x.response().getOutputStream(), stopping::get);
    AsyncContext async = x.request().startAsync();
    async.setTimeout(0);
    ServletInputStream rest = x.request().getInputStream();
    rest.setReadListener(new Hangup(rest, run));
    try {
      async.start(
          () -> {
            try {
              run.run();
            } finally {
              async.complete();
            }
          });
    } catch (RejectedExecutionException e) {
      async.complete();
      throw new ContainerException(ErrorCode.WAITING, "this part of the daemon ends", "try again");
    }
  }

  private void complete(Exchange x) throws IOException {
    CompletionRequest request = x.onlyQuery().body(CompletionRequest.class);
    List<String> words = new Completions(sessions).of(request.words(), request.index());
    if (x.prefersText()) {
      x.text(200, String.join("\n", words) + "\n");
    } else {
      x.json(words);
    }
  }

  /** Reads on for nothing but the end of the connection. */
  private record Hangup(ServletInputStream rest, CommandRun run) implements ReadListener {
    @Override
    public void onDataAvailable() throws IOException {
      byte[] ignored = new byte[512];
      while (rest.isReady() && !rest.isFinished()) {
        if (rest.read(ignored) < 0) {
          return;
        }
      }
    }

    // A client that ended its body, as curl does, may still read.
    @Override
    public void onAllDataRead() {}

    @Override
    public void onError(Throwable failure) {
      run.disconnect();
    }
  }
}
