package io.cooperage.isolation.namespaces;

import io.cooperage.linux.file.Pipe;
import io.cooperage.supervisor.EnterPlan;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Our ends of a program's stdio. The program's ends belong to its plan. */
record PipedStdio(OutputStream input, InputStream output, InputStream error) {

  /**
   * Opens three pipes. Our ends are opened while the others are surely open: to open a pipe without
   * its peer would wait.
   */
  static PipedStdio of(EnterPlan plan) throws IOException {
    try (Pipe in = Pipe.open("stdin");
        Pipe out = Pipe.open("stdout");
        Pipe error = Pipe.open("stderr")) {
      plan.pass(0, in.reading().duplicate());
      plan.pass(1, out.writing().duplicate());
      plan.pass(2, error.writing().duplicate());
      return new PipedStdio(
          new FileOutputStream(in.writing().path().toFile()),
          new FileInputStream(out.reading().path().toFile()),
          new FileInputStream(error.reading().path().toFile()));
    }
  }

  void discard() throws IOException {
    input.close();
    output.close();
    error.close();
  }
}
