package io.cooperage.isolation.namespaces;

import io.cooperage.linux.Kernel;
import io.cooperage.linux.OwnedFd;
import io.cooperage.linux.Syscall;
import io.cooperage.linux.file.FileCalls;
import io.cooperage.linux.file.OpenCalls;
import io.cooperage.linux.file.Pipe;
import io.cooperage.supervisor.EnterPlan;
import java.nio.ByteBuffer;

/**
 * A program's stdio. Its input is a file in memory, which nobody needs to feed; the program's ends
 * belong to its plan.
 */
record PipedStdio(OwnedFd output, OwnedFd error) {
  private static final int ADD_SEALS = 1033;
  private static final int NEITHER_SIZE_NOR_CONTENT_NOR_SEALS = 0xf;

  static PipedStdio of(EnterPlan plan, byte[] input) {
    plan.pass(0, sealed(input));
    try (Pipe output = Pipe.open("stdout");
        Pipe error = Pipe.open("stderr")) {
      plan.pass(1, output.writing().duplicate());
      plan.pass(2, error.writing().duplicate());
      return new PipedStdio(output.reading().duplicate(), error.reading().duplicate());
    }
  }

  /** The CT could open it again for writing, and make it grow at the node's expense. */
  private static OwnedFd sealed(byte[] content) {
    try (OwnedFd file = OpenCalls.memory("stdin")) {
      FileCalls.write(file, ByteBuffer.wrap(content), 0);
      Kernel.call(Syscall.FCNTL, "stdin", file.fd(), ADD_SEALS, NEITHER_SIZE_NOR_CONTENT_NOR_SEALS);
      return OpenCalls.open(file.path());
    }
  }

  void discard() {
    output.close();
    error.close();
  }
}
