package io.cooperage.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** Holds the tables of numbers against the kernel's own headers. */
class SyscallTest {
  private static final Path X86 = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");
  private static final Path GENERIC = Path.of("/usr/include/asm-generic/unistd.h");
  private static final Path ERRNO_LOW = Path.of("/usr/include/asm-generic/errno-base.h");
  private static final Path ERRNO_HIGH = Path.of("/usr/include/asm-generic/errno.h");

  @Test
  void numbersOfBothMachinesAreThoseOfTheHeaders() throws IOException {
    Map<String, Integer> x86 = defined(X86, "__NR_(\\w+)\\s+(\\d+)");
    Map<String, Integer> generic = defined(GENERIC, "__NR(?:3264)?_(\\w+)\\s+(\\d+)");
    for (Syscall call : Syscall.values()) {
      assertThat(x86).containsEntry(call.title(), call.number(Machine.X86_64));
      assertThat(generic).containsEntry(call.title(), call.number(Machine.AARCH64));
    }
  }

  @Test
  void errorNumbersAreThoseOfTheHeaders() throws IOException {
    Map<String, Integer> known = defined(ERRNO_LOW, "(E\\w+)\\s+(\\d+)");
    known.putAll(defined(ERRNO_HIGH, "(E\\w+)\\s+(\\d+)"));
    known.forEach(
        (name, number) -> {
          assertThat(Errno.of(number).name()).isEqualTo(name);
          assertThat(Errno.of(number).number()).isEqualTo(number);
        });
  }

  private static Map<String, Integer> defined(Path header, String pattern) throws IOException {
    Assumptions.assumeTrue(Files.exists(header), "linux-libc-dev is not installed: " + header);
    Map<String, Integer> found = new TreeMap<>();
    Matcher matcher =
        Pattern.compile("^#define\\s+" + pattern, Pattern.MULTILINE)
            .matcher(Files.readString(header));
    while (matcher.find()) {
      found.put(matcher.group(1), Integer.valueOf(matcher.group(2)));
    }
    assertThat(found).isNotEmpty();
    return found;
  }
}
