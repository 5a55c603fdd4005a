package io.cooperage.plugin;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** A Karaf features file with just one feature. DTDs and external entities are refused. */
final class FeatureDocument {
  private final Document document;

  private FeatureDocument(Document document) {
    this.document = document;
  }

  /**
   * Parses a features file.
   *
   * @throws IOException naming what is wrong with it
   */
  static FeatureDocument parse(byte[] xml) throws IOException {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setNamespaceAware(true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setXIncludeAware(false);
      FeatureDocument parsed =
          new FeatureDocument(factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml)));
      parsed.check();
      return parsed;
    } catch (SAXException | ParserConfigurationException e) {
      throw new IOException("its features file is not well-formed: " + e.getMessage(), e);
    }
  }

  private void check() throws IOException {
    if (elements("feature").stream().filter(e -> e.getParentNode() == root()).count() != 1) {
      throw new IOException("its features file must have just one feature");
    }
    if (!elements("repository").isEmpty()) {
      throw new IOException("its features file must not name further repositories");
    }
    for (String forbidden : List.of("configfile", "config", "library", "conditional")) {
      if (!elements(forbidden).isEmpty()) {
        throw new IOException("its features file must not have a <" + forbidden + "> element");
      }
    }
    if (name().isBlank() || version().isBlank()) {
      throw new IOException("its feature needs a name and a version");
    }
  }

  private Element root() {
    return document.getDocumentElement();
  }

  private Element feature() {
    return elements("feature").stream()
        .filter(e -> e.getParentNode() == root())
        .findFirst()
        .orElseThrow();
  }

  String name() {
    return feature().getAttribute("name");
  }

  String version() {
    return feature().getAttribute("version");
  }

  /** Locations of the feature's bundles, as {@code mvn:com.example/x/1.0}. */
  List<String> bundles() {
    return elements("bundle").stream().map(e -> e.getTextContent().strip()).toList();
  }

  /** The same file with other locations of its bundles. */
  String relocated(Function<String, String> location) {
    Document copy = (Document) document.cloneNode(true);
    new FeatureDocument(copy)
        .elements("bundle")
        .forEach(e -> e.setTextContent(location.apply(e.getTextContent().strip())));
    try {
      TransformerFactory factory = TransformerFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      Transformer transformer = factory.newTransformer();
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(copy), new StreamResult(out));
      return out.toString();
    } catch (TransformerException e) {
      throw new IllegalStateException("cannot write a features file that was just read", e);
    }
  }

  private List<Element> elements(String localName) {
    NodeList nodes = document.getElementsByTagNameNS("*", localName);
    List<Element> found = new ArrayList<>();
    for (int i = 0; i < nodes.getLength(); i++) {
      found.add((Element) nodes.item(i));
    }
    return found;
  }
}
