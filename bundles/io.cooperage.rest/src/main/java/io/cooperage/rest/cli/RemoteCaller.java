package io.cooperage.rest.cli;

import io.cooperage.api.front.Caller;
import io.cooperage.api.front.Handover;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The {@code ct} process at the other end of a connection. */
final class RemoteCaller implements Caller {
  private final CliRequest request;
  private final FrameStream frames;
  private final PrintStream errors;
  private final BooleanSupplier stopping;
  private volatile boolean disconnected;
  private int code;
  private Optional<Handover> rest = Optional.empty();

  RemoteCaller(CliRequest request, FrameStream frames, BooleanSupplier stopping) {
    this.stopping = stopping;
    this.request = request;
    this.frames = frames;
    this.errors = frames.stream(FrameKind.ERROR);
  }

  @Override
  public PrintStream errors() {
    return errors;
  }

  @Override
  public boolean terminal() {
    return request.tty();
  }

  @Override
  public int columns() {
    return request.width();
  }

  @Override
  public String terminalType() {
    return request.term();
  }

  @Override
  public Path directory() {
    return request.directory();
  }

  // When it is the server that goes, a job shall not be cancelled for want of a reader.
  @Override
  public boolean gone() {
    return (disconnected || frames.broken()) && !stopping.getAsBoolean();
  }

  void disconnect() {
    disconnected = true;
  }

  @Override
  public void exit(int exitCode) {
    code = exitCode & 0xff;
  }

  @Override
  public boolean handOver(Handover handover) {
    rest = Optional.of(handover);
    return true;
  }

  /** Sends what the client shall do, and the exit code. */
  void finish() {
    errors.flush();
    rest.ifPresent(this::send);
    frames.exit(code);
  }

  private void send(Handover handover) {
    if (handover instanceof Handover.Exec exec) {
      frames.fields(
          FrameKind.EXEC,
          exec.ticket().socket(),
          exec.ticket().token(),
          exec.ticket().terminal() ? "terminal" : "",
          exec.ownCode() ? "own" : "",
          exec.input());
    } else if (handover instanceof Handover.Console console) {
      frames.fields(FrameKind.CONSOLE, console.ticket().socket(), console.ticket().token());
    } else if (handover instanceof Handover.Download download) {
      frames.fields(FrameKind.DOWNLOAD, download.resource(), download.file());
    } else if (handover instanceof Handover.Upload upload) {
      frames.fields(FrameKind.UPLOAD, upload.file(), upload.resource());
    }
  }
}
