package io.cooperage.storage.ploop.format;

import io.cooperage.storage.ploop.format.DiskDescriptor.Image;
import io.cooperage.storage.ploop.format.DiskDescriptor.ImageType;
import io.cooperage.storage.ploop.format.DiskDescriptor.Shot;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;

/** Makes DiskDescriptor.xml documents of snapshot trees and then breaks them. */
final class DescriptorMutator {
  private static final List<String> INSERTS =
      List.of(
          "<!DOCTYPE a [<!ENTITY b \"bb\"><!ENTITY c \"&b;&b;\">]>",
          "&c;",
          "&lt;",
          "<![CDATA[]]>",
          "<!-- c -->",
          "<?p i?>",
          "<Shot>",
          "</Shot>",
          "<Image/>",
          "<a>".repeat(40),
          "</Snapshots>",
          "\u0000",
          "\uffff",
          "../",
          "/",
          "<TopGUID>{00000000-0000-0000-0000-000000000000}</TopGUID>");
  private static final List<String> NUMBERS =
      List.of(
          "0", "-1", "9223372036854775807", "9223372036854775808", "99999999999999999", "", "x");

  private final Random random;

  DescriptorMutator(long seed) {
    this.random = new Random(seed);
  }

  byte[] next() {
    List<String> lines =
        new ArrayList<>(List.of(DiskDescriptorWriter.write(sound()).split("(?<=\n)")));
    for (int changes = random.nextInt(5); changes > 0 && !lines.isEmpty(); changes--) {
      change(lines, random.nextInt(lines.size()));
    }
    byte[] document = String.join("", lines).getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(8) == 0 && document.length > 0) {
      document[random.nextInt(document.length)] ^= (byte) (1 << random.nextInt(8));
    }
    return document;
  }

  private DiskDescriptor sound() {
    List<Image> images = new ArrayList<>();
    List<Shot> shots = new ArrayList<>();
    int count = 1 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      UUID id = new UUID(7, i);
      images.add(
          new Image(
              id, random.nextBoolean() ? ImageType.PLAIN : ImageType.COMPRESSED, "root.hds." + i));
      UUID parent = i == 0 ? DiskDescriptor.NO_PARENT : new UUID(7, random.nextInt(i));
      shots.add(new Shot(id, parent, i < count - 1 && random.nextInt(4) == 0));
    }
    return new DiskDescriptor(
        1 + random.nextInt(1 << 20), 2048, images, new UUID(7, count - 1), shots);
  }

  private void change(List<String> lines, int at) {
    String other = lines.get(random.nextInt(lines.size()));
    switch (random.nextInt(7)) {
      case 0 -> lines.remove(at);
      case 1 -> lines.add(at, other);
      case 2 -> lines.set(at, other);
      case 3 -> lines.add(at, INSERTS.get(random.nextInt(INSERTS.size())));
      case 4 -> {
        String number = NUMBERS.get(random.nextInt(NUMBERS.size()));
        lines.set(at, lines.get(at).replaceAll(">[0-9]+<", ">" + number + "<"));
      }
      case 5 -> lines.set(at, lines.get(at).replaceAll("00000000000[0-9]", "000000000003"));
      default -> {
        int cut = random.nextInt(lines.get(at).length());
        String insert = INSERTS.get(random.nextInt(INSERTS.size()));
        lines.set(at, lines.get(at).substring(0, cut) + insert + lines.get(at).substring(cut));
      }
    }
  }
}
