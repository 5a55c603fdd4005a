package io.cooperage.itests.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the {@code TEST-*.xml} files that surefire and failsafe leave below every module. */
final class ReportReader {
  private final DocumentBuilder parser;

  ReportReader() {
    DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
    try {
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      parser = factory.newDocumentBuilder();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("the JDK's XML parser lacks secure processing", e);
    }
  }

  /** Sums up every report below a source tree; a report that cannot be read counts as a failure. */
  TestResults readBelow(Path tree) throws IOException {
    try (Stream<Path> files = Files.walk(tree)) {
      return files
          .filter(ReportReader::isReport)
          .sorted()
          .map(this::read)
          .reduce(TestResults.NONE, TestResults::plus);
    }
  }

  private static boolean isReport(Path file) {
    String folder = file.getParent().getFileName().toString();
    String name = file.getFileName().toString();
    return folder.matches("(surefire|failsafe)-reports") && name.matches("TEST-.*\\.xml");
  }

  private TestResults read(Path file) {
    try {
      NodeList cases = parser.parse(file.toFile()).getElementsByTagName("testcase");
      List<Element> tests = new ArrayList<>();
      for (int i = 0; i < cases.getLength(); i++) {
        tests.add((Element) cases.item(i));
      }
      return tests.stream().map(ReportReader::result).reduce(TestResults.NONE, TestResults::plus);
    } catch (IOException | SAXException e) {
      return TestResults.NONE.withFailure("unreadable report " + file + ": " + e.getMessage());
    }
  }

  private static TestResults result(Element test) {
    String name = test.getAttribute("classname") + "." + test.getAttribute("name");
    NodeList skips = test.getElementsByTagName("skipped");
    if (skips.getLength() > 0) {
      return new TestResults(0, List.of(), List.of(name + ": " + reason((Element) skips.item(0))));
    }
    boolean failed =
        test.getElementsByTagName("failure").getLength() > 0
            || test.getElementsByTagName("error").getLength() > 0;
    return failed ? TestResults.NONE.withFailure(name) : new TestResults(1, List.of(), List.of());
  }

  /** Of a failed assumption surefire keeps the exception as text, of an annotation its value. */
  private static String reason(Element skip) {
    String message = skip.getAttribute("message");
    String text = message.isEmpty() ? skip.getTextContent() : message;
    return text.replaceFirst("^org\\.opentest4j\\.TestAbortedException:", "")
        .strip()
        .lines()
        .findFirst()
        .orElse("");
  }
}
