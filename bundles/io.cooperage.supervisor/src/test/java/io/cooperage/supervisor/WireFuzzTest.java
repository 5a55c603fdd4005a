package io.cooperage.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import io.cooperage.linux.LinuxException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The border of the protocol under sanitizers, alone and therefore fast. */
class WireFuzzTest {
  private static final FuzzBudget BUDGET = new FuzzBudget(100_000, 3_000_000);
  private static final Path TARGET = SanitizerReports.PROGRAMS.resolve("wire-target");
  private static final int OFTEN = 64;

  @RegisterExtension final SupervisorFixture fixture = new SupervisorFixture();

  /** A request, and how many descriptors come along. */
  private record Sample(Request request, int descriptors) {
    byte[] message() {
      return request.encode(7).array();
    }
  }

  @Test
  void noMessageReachesOutsideItself() throws Exception {
    Path log = fixture.folder().resolve("fuzz-log");
    List<Sample> samples = samples();
    Process target =
        new ProcessBuilder(TARGET.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    long sent = 0;
    try (OutputStream out = new BufferedOutputStream(target.getOutputStream(), 1 << 16)) {
      RequestMutator mutator = RequestMutator.of(BUDGET.seed());
      for (; BUDGET.allows(sent); sent++) {
        write(out, mutator, samples);
      }
    } catch (IOException e) {
      target.waitFor(20, TimeUnit.SECONDS); // It has ended, and its log says why.
    }
    assertThat(target.waitFor(60, TimeUnit.SECONDS)).isTrue();
    String said = Files.readString(log);
    assertThat(target.exitValue()).as("seed %d: %s", BUDGET.seed(), said).isZero();
    System.out.println(
        "fuzz: seed " + BUDGET.seed() + ", messages and those accepted: " + said.strip());
    String[] counts = said.strip().split(" ", -1);
    assertThat(Long.parseLong(counts[0])).isEqualTo(sent);
    assertThat((double) Long.parseLong(counts[1]) / sent).isBetween(0.2, 0.9);
  }

  /** An input of the target: its size, the number of descriptors that come along, the message. */
  private static void write(OutputStream out, RequestMutator mutator, List<Sample> samples)
      throws IOException {
    Sample sample = samples.get(mutator.random().nextInt(samples.size()));
    Sample donor = samples.get(mutator.random().nextInt(samples.size()));
    byte[] message = mutator.mutate(sample.message(), donor.message());
    int descriptors =
        mutator.random().nextInt(10) == 0 ? mutator.random().nextInt(81) : sample.descriptors();
    ByteBuffer head = ByteBuffer.allocate(5).order(ByteOrder.LITTLE_ENDIAN);
    out.write(head.putInt(message.length + 1).put((byte) descriptors).array());
    out.write(message);
    if (mutator.random().nextInt(OFTEN) == 0) {
      out.flush();
    }
  }

  private List<Sample> samples() throws Exception {
    List<Sample> samples = new ArrayList<>();
    try (SampleRequests requests = new SampleRequests(fixture.root(), fixture.supervisor())) {
      List<Supplier<Request>> all = new ArrayList<>(requests.all());
      all.add(requests::record);
      for (Supplier<Request> supplier : all) {
        Request request = supplier.get();
        samples.add(new Sample(request, request.descriptors().length));
      }
    } catch (LinuxException e) {
      throw new AssertionError("the samples", e);
    }
    return samples;
  }
}
