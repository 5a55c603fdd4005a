package io.cooperage.rest.resource;

import io.cooperage.api.container.ContainerService;
import io.cooperage.api.container.GuestFileAccess;
import io.cooperage.api.error.ContainerException;
import io.cooperage.api.error.ErrorCode;
import io.cooperage.rest.http.Exchange;
import io.cooperage.rest.http.Resource;
import io.cooperage.rest.http.Route;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** {@code /1.0/containers/{ref}/files?path=}: regular files inside a container, as streams. */
@Component(service = Resource.class)
public final class FilesResource implements Resource {
  private static final String FILES = "/1.0/containers/{ref}/files";
  private static final String STREAM = "application/octet-stream";
  private static final int OCTAL = 8;
  private static final int MODES = 07777;

  private final ContainerService containers;

  @Activate
  public FilesResource(@Reference ContainerService containers) {
    this.containers = containers;
  }

  @Override
  public List<Route> routes() {
    return List.of(Route.get(FILES, this::read), Route.put(FILES, this::write));
  }

  private void read(Exchange x) throws IOException {
    String path = path(x.onlyQuery("path"));
    GuestFileAccess files = containers.files(x.container());
    try (OutputStream body = new Lazy(x.stream(STREAM))) {
      files.read(path, body);
    } catch (IOException e) {
      throw refused(x, e);
    }
  }

  private void write(Exchange x) throws IOException {
    String path = path(x.onlyQuery("path", "mode"));
    x.requireType(STREAM);
    int mode = mode(x.query("mode").orElse("0644"));
    GuestFileAccess files = containers.files(x.container());
    try {
      files.write(path, x.request().getInputStream(), mode);
    } catch (IOException e) {
      throw refused(x, e);
    }
    x.noContent();
  }

  private static ContainerException refused(Exchange x, IOException e) {
    return new ContainerException(
        ErrorCode.BAD_VALUE,
        "container " + x.path("ref") + ", " + x.query("path").orElse("") + ": " + reason(e),
        "",
        e);
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? e.toString() : e.getMessage();
  }

  private static String path(Exchange x) {
    String path = x.query("path").orElse("");
    if (!path.startsWith("/") || path.indexOf('\0') >= 0) {
      throw Exchange.bad("path", path, "must be an absolute path inside the container");
    }
    return path;
  }

  private static int mode(String text) {
    try {
      int mode = Integer.parseInt(text, OCTAL);
      if (mode >= 0 && mode <= MODES) {
        return mode;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a mode out of range is.
    }
    throw Exchange.bad("mode", text, "must be an octal mode, 0 to 7777");
  }

  /** Does not send the head of the answer before there is a byte, so that an error can be one. */
  private static final class Lazy extends FilterOutputStream {
    Lazy(OutputStream body) {
      super(body);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void flush() {
      // The server flushes at the end.
    }

    @Override
    public void close() {
      // Closing would commit an answer that may still become an error.
    }
  }
}
