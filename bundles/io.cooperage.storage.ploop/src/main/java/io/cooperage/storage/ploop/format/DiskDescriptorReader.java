package io.cooperage.storage.ploop.format;

import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads DiskDescriptor.xml, of the classic root element and of Virtuozzo's. A document type
 * declaration is refused, and with it every entity; elements that are not known are skipped.
 */
public final class DiskDescriptorReader {
  /** The largest document that is read, in bytes. */
  public static final int LARGEST = 256 * 1024;

  private static final Set<String> ROOTS = Set.of("Parallels_disk_image", "Virtuozzo_disk_image");
  private static final Set<String> TEMPORARY =
      Set.of("Temporary", "TemporaryZero", "TemporaryZeroSwap");
  private static final int DEEPEST = 16;
  private static final int LONGEST_TEXT = 1024;

  private final XMLStreamReader xml;
  private final Map<String, String> single = new HashMap<>();
  private final List<DiskDescriptor.Image> images = new ArrayList<>();
  private final List<DiskDescriptor.Shot> shots = new ArrayList<>();
  private Map<String, String> group = single;

  private DiskDescriptorReader(XMLStreamReader xml) {
    this.xml = xml;
  }

  /**
   * Reads a document.
   *
   * @throws MalformedImageException naming the rule that it breaks
   */
  public static DiskDescriptor read(byte[] document) {
    if (document.length > LARGEST) {
      throw bad("it has more than " + LARGEST + " bytes");
    }
    String text = text(document);
    if (text.contains("<!DOCTYPE")) {
      // The parser would skip it, and fails for what is not XML in it with errors of its own.
      throw bad("it has a document type declaration");
    }
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    try {
      XMLStreamReader xml = factory.createXMLStreamReader(new StringReader(text));
      try {
        return new DiskDescriptorReader(xml).disk();
      } finally {
        xml.close();
      }
    } catch (XMLStreamException e) {
      String reason = e.getMessage().replaceAll("\\s+", " ");
      throw new MalformedImageException("DiskDescriptor.xml is bad: " + reason, e);
    }
  }

  private static String text(byte[] document) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(document)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedImageException("DiskDescriptor.xml is bad: it is not UTF-8", e);
    }
  }

  private DiskDescriptor disk() throws XMLStreamException {
    while (xml.hasNext()) {
      int event = xml.next();
      if (event == XMLStreamConstants.ENTITY_REFERENCE) {
        throw bad("it has an entity");
      }
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (!ROOTS.contains(xml.getLocalName())) {
          throw bad("its root element is " + xml.getLocalName());
        }
        readElement("", 1);
      }
    }
    UUID top =
        single.containsKey("/Snapshots/TopGUID")
            ? id(single, "/Snapshots/TopGUID")
            : DiskDescriptor.PREDEFINED_TOP;
    return new DiskDescriptor(
        number(single, "/Disk_Parameters/Disk_size", Long.MAX_VALUE >> 9),
        (int) number(single, "/StorageData/Storage/Blocksize", Integer.MAX_VALUE),
        images,
        top,
        shots);
  }

  private void readElement(String path, int depth) throws XMLStreamException {
    if (depth > DEEPEST) {
      throw bad("its elements are nested too deeply");
    }
    open(path);
    StringBuilder text = new StringBuilder();
    for (int event = xml.next(); event != XMLStreamConstants.END_ELEMENT; event = xml.next()) {
      switch (event) {
        case XMLStreamConstants.START_ELEMENT ->
            readElement(path + "/" + xml.getLocalName(), depth + 1);
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> text.append(xml.getText());
        case XMLStreamConstants.ENTITY_REFERENCE -> throw bad("it has an entity");
        default -> {
          // Comments and processing instructions mean nothing.
        }
      }
    }
    close(path, text.toString().strip());
  }

  private void open(String path) {
    if (path.equals("/StorageData/Storage/Image") || path.equals("/Snapshots/Shot")) {
      group = new HashMap<>();
    }
  }

  private void close(String path, String text) {
    if (path.equals("/StorageData/Storage/Image")) {
      images.add(image());
      group = single;
    } else if (path.equals("/Snapshots/Shot")) {
      shots.add(shot());
      group = single;
    } else if (text.length() > LONGEST_TEXT) {
      throw bad(path + " is too long");
    } else if (group.put(path, text) != null && !text.isEmpty()) {
      throw bad(path + " is there twice");
    }
    if (images.size() > DiskDescriptor.MOST_IMAGES || shots.size() > DiskDescriptor.MOST_IMAGES) {
      throw bad("it has more than " + DiskDescriptor.MOST_IMAGES + " images");
    }
  }

  private DiskDescriptor.Image image() {
    String path = "/StorageData/Storage/Image";
    DiskDescriptor.ImageType type =
        switch (text(group, path + "/Type")) {
          case "Compressed" -> DiskDescriptor.ImageType.COMPRESSED;
          case "Plain" -> DiskDescriptor.ImageType.PLAIN;
          default -> throw bad("image type '" + group.get(path + "/Type") + "' is not known");
        };
    return new DiskDescriptor.Image(id(group, path + "/GUID"), type, text(group, path + "/File"));
  }

  private DiskDescriptor.Shot shot() {
    String path = "/Snapshots/Shot";
    boolean temporary = TEMPORARY.stream().anyMatch(t -> group.containsKey(path + "/" + t));
    return new DiskDescriptor.Shot(
        id(group, path + "/GUID"), id(group, path + "/ParentGUID"), temporary);
  }

  private static String text(Map<String, String> values, String path) {
    String text = values.get(path);
    if (text == null) {
      throw bad(path + " is missing");
    }
    return text;
  }

  private static long number(Map<String, String> values, String path, long most) {
    String text = text(values, path);
    if (!text.matches("[0-9]{1,18}") || Long.parseLong(text) > most) {
      throw bad(path + " '" + text + "' is not a number in range");
    }
    return Long.parseLong(text);
  }

  private static UUID id(Map<String, String> values, String path) {
    String text = text(values, path);
    if (!text.matches("\\{[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}")) {
      throw bad(path + " '" + text + "' is not a GUID in braces");
    }
    return UUID.fromString(text.substring(1, text.length() - 1));
  }

  private static MalformedImageException bad(String what) {
    return new MalformedImageException("DiskDescriptor.xml is bad: " + what);
  }
}
