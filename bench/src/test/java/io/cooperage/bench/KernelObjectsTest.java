package io.cooperage.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KernelObjectsTest {
  private static final List<String> HEADER =
      List.of("slabinfo - version: 2.1", "# name <active_objs> <num_objs> <objsize> <objperslab>");

  private static KernelObjects looked(String... lines) {
    return KernelObjects.parse(
        java.util.stream.Stream.concat(HEADER.stream(), List.of(lines).stream()).toList());
  }

  @Test
  void whatThereIsMostMoreOfComesFirst() {
    KernelObjects before = looked("dentry 10 20 192 21 1 : tunables", "mnt_cache 0 0 320 12 1 :");
    KernelObjects after =
        looked("dentry 522 600 192 21 1 : tunables", "mnt_cache 1024 1024 320 12 1 :");

    assertThat(after.mostBeyond(before, 32)).isEqualTo("mnt_cache 10.0, dentry 3.0");
  }

  @Test
  void ofSeveralLooksTheMiddleCounts() {
    List<KernelObjects> looks =
        List.of(looked("dentry 9 9 1024"), looked("dentry 1 1 1024"), looked("dentry 2 2 1024"));

    assertThat(KernelObjects.median(looks).kibibytes()).containsEntry("dentry", 2.0);
  }

  @Test
  void aKernelThatDoesNotTellHasNone() {
    assertThat(KernelObjects.parse(List.of()).kibibytes()).isEmpty();
  }
}
