package io.cooperage.storage.ploop.format;

import java.util.UUID;

/** Writes DiskDescriptor.xml as the classic ploop tool does. */
public final class DiskDescriptorWriter {
  private static final int HEADS = 16;
  private static final int TRACK_SECTORS = 32;

  private DiskDescriptorWriter() {}

  /** The document's text, to be stored in UTF-8. */
  public static String write(DiskDescriptor disk) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    xml.append("<Parallels_disk_image Version=\"1.0\">\n");
    parameters(xml, disk);
    xml.append("  <StorageData>\n    <Storage>\n");
    line(xml, 6, "Start", "0");
    line(xml, 6, "End", Long.toString(disk.sizeSectors()));
    line(xml, 6, "Blocksize", Integer.toString(disk.clusterSectors()));
    disk.images().forEach(image -> image(xml, image));
    xml.append("    </Storage>\n  </StorageData>\n  <Snapshots>\n");
    line(xml, 4, "TopGUID", braced(disk.top()));
    disk.shots().forEach(shot -> shot(xml, shot));
    xml.append("  </Snapshots>\n</Parallels_disk_image>\n");
    return xml.toString();
  }

  private static void parameters(StringBuilder xml, DiskDescriptor disk) {
    xml.append("  <Disk_Parameters>\n");
    line(xml, 4, "Disk_size", Long.toString(disk.sizeSectors()));
    line(xml, 4, "Cylinders", Long.toString(disk.sizeSectors() / (HEADS * TRACK_SECTORS)));
    line(xml, 4, "Heads", Integer.toString(HEADS));
    line(xml, 4, "Sectors", Integer.toString(TRACK_SECTORS));
    line(xml, 4, "Padding", "0");
    xml.append("  </Disk_Parameters>\n");
  }

  private static void image(StringBuilder xml, DiskDescriptor.Image image) {
    boolean plain = image.type() == DiskDescriptor.ImageType.PLAIN;
    xml.append("      <Image>\n");
    line(xml, 8, "GUID", braced(image.id()));
    line(xml, 8, "Type", plain ? "Plain" : "Compressed");
    line(xml, 8, "File", escaped(image.file()));
    xml.append("      </Image>\n");
  }

  private static void shot(StringBuilder xml, DiskDescriptor.Shot shot) {
    xml.append("    <Shot>\n");
    line(xml, 6, "GUID", braced(shot.id()));
    line(xml, 6, "ParentGUID", braced(shot.parent()));
    xml.append(shot.temporary() ? "      <Temporary/>\n" : "");
    xml.append("    </Shot>\n");
  }

  private static void line(StringBuilder xml, int indent, String name, String text) {
    xml.append(" ".repeat(indent)).append('<').append(name).append('>').append(text);
    xml.append("</").append(name).append(">\n");
  }

  private static String braced(UUID id) {
    return "{" + id + "}";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
