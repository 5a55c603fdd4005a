package io.cooperage.storage.ploop.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DiskDescriptorTest {
  private static final UUID A = new UUID(1, 1);
  private static final UUID B = new UUID(2, 2);
  private static final DiskDescriptor SINGLE =
      DiskDescriptor.single(IdentityLayout.forSize(64L << 20), "root.hds");
  private static final DiskDescriptor TREE =
      new DiskDescriptor(
          131072,
          2048,
          List.of(image(A, "root.hds." + A), image(B, "root & co.hds")),
          B,
          List.of(
              new DiskDescriptor.Shot(A, DiskDescriptor.NO_PARENT, true),
              new DiskDescriptor.Shot(B, A, false)));

  @Test
  void whatIsWrittenIsReadBack() {
    assertThat(read(DiskDescriptorWriter.write(SINGLE))).isEqualTo(SINGLE);
    assertThat(read(DiskDescriptorWriter.write(TREE))).isEqualTo(TREE);
    assertThat(TREE.topImage().file()).isEqualTo("root & co.hds");
  }

  @Test
  void theRootElementOfVirtuozzoIsReadAndUnknownElementsAreSkipped() {
    String text =
        DiskDescriptorWriter.write(SINGLE)
            .replace("Parallels_disk_image", "Virtuozzo_disk_image")
            .replace("<Padding>", "<!-- x --><Encryption><KeyId>1</KeyId></Encryption><Padding>");
    assertThat(read(text)).isEqualTo(SINGLE);
  }

  @Test
  void aMissingTopIsThePredefinedOne() {
    assertThat(read(DiskDescriptorWriter.write(SINGLE).replaceAll("<TopGUID>.*</TopGUID>", "")))
        .isEqualTo(SINGLE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/etc/passwd", "../root.hds", "a/b", "..", ".", "", "a\nb"})
  void aFileOutsideOfTheFolderIsRefused(String name) {
    String text = DiskDescriptorWriter.write(SINGLE).replace("root.hds", name);
    assertRefused(text, "image file");
  }

  @Test
  void entitiesAndDoctypesAreRefused() {
    String body = DiskDescriptorWriter.write(SINGLE).replaceFirst("<\\?xml.*\\?>\n", "");
    assertRefused(
        "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
            + body.replace("root.hds", "&x;"),
        "");
    assertRefused("<!DOCTYPE d SYSTEM \"file:///etc/passwd\">" + body, "document type");
    assertRefused(
        "<!DOCTYPE d [<!ENTITY a \"aa\"><!ENTITY b \"&a;&a;\">]>" + body, "document type");
    assertRefused(body.replace("root.hds", "&x;"), "");
    assertRefused("<!DOCTYPE d [ \u0001 ]>" + body, "document type");
  }

  @Test
  void deepNestingAndLongDocumentsAreRefused() {
    assertRefused("<Parallels_disk_image>" + "<a>".repeat(10_000), "deeply");
    assertRefused(" ".repeat(DiskDescriptorReader.LARGEST + 1), "more than");
  }

  @Test
  void brokenTreesAreRefused() {
    DiskDescriptor.Shot root = new DiskDescriptor.Shot(A, DiskDescriptor.NO_PARENT, false);
    assertBad(List.of(image(A, "a")), B, List.of(root), "top");
    assertBad(List.of(image(A, "a")), A, List.of(new DiskDescriptor.Shot(A, A, false)), "itself");
    assertBad(List.of(image(A, "a")), A, List.of(new DiskDescriptor.Shot(A, B, false)), "parent");
    assertBad(List.of(image(B, "a")), A, List.of(root), "without its own shot");
    assertBad(List.of(image(A, "a"), image(B, "b")), A, List.of(root), "2 images, 1 shots");
    assertBad(List.of(image(A, "a"), image(A, "b")), A, List.of(root, root), "twice");
    assertBad(List.of(), A, List.of(), "0 images");
    assertBad(
        List.of(image(A, "a")),
        A,
        List.of(new DiskDescriptor.Shot(A, DiskDescriptor.NO_PARENT, true)),
        "temporary");
  }

  @Test
  void sizesThatAreNoNumbersAreRefused() {
    for (String size :
        List.of("0", "-1", "9223372036854775807", "1e9", "", "99999999999999999999")) {
      assertRefused(
          DiskDescriptorWriter.write(SINGLE)
              .replace("<Disk_size>131072<", "<Disk_size>" + size + "<"),
          "");
    }
  }

  @Test
  void noFlippedBytesDoMoreThanAMalformedImage() {
    Random random = new Random(20261122);
    byte[] good = DiskDescriptorWriter.write(TREE).getBytes(StandardCharsets.UTF_8);
    int refused = 0;
    for (int i = 0; i < 5_000; i++) {
      byte[] bytes = good.clone();
      for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      try {
        DiskDescriptorReader.read(bytes);
      } catch (MalformedImageException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(2_500);
  }

  private static void assertBad(
      List<DiskDescriptor.Image> images, UUID top, List<DiskDescriptor.Shot> shots, String rule) {
    assertThatThrownBy(() -> new DiskDescriptor(1, 1, images, top, shots))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining(rule);
  }

  private static void assertRefused(String text, String rule) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(MalformedImageException.class)
        .hasMessageContaining(rule);
  }

  private static DiskDescriptor.Image image(UUID id, String file) {
    return new DiskDescriptor.Image(id, DiskDescriptor.ImageType.COMPRESSED, file);
  }

  private static DiskDescriptor read(String text) {
    return DiskDescriptorReader.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
