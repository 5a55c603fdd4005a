package io.cooperage.itests.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportReaderTest {
  @TempDir Path tree;

  @Test
  void sumsUpUnitAndIntegrationTestsOfEveryModule() throws IOException {
    write("a/target/surefire-reports/TEST-A.xml", "<testcase classname='A' name='works'/>");
    write(
        "b/target/failsafe-reports/TEST-B.xml",
        "<testcase classname='B' name='breaks'><failure message='no'/></testcase>"
            + "<testcase classname='B' name='throws'><error message='oh'/></testcase>"
            + "<testcase classname='B' name='waits'><skipped message='no zram'/></testcase>");

    TestResults results = new ReportReader().readBelow(tree);

    assertThat(results.counts()).isEqualTo("1 passed, 2 failed, 1 skipped");
    assertThat(results.failed()).containsExactly("B.breaks", "B.throws");
    assertThat(results.skipped()).containsExactly("B.waits: no zram");
  }

  @Test
  void findsTheReasonOfAFailedAssumptionInItsText() throws IOException {
    write(
        "a/target/surefire-reports/TEST-A.xml",
        "<testcase classname='A' name='clones'><skipped type='x'>"
            + "org.opentest4j.TestAbortedException: \nAssumption failed: no reflinks\n\tat x.y(Z)"
            + "</skipped></testcase>");

    assertThat(new ReportReader().readBelow(tree).skipped())
        .containsExactly("A.clones: Assumption failed: no reflinks");
  }

  @Test
  void anUnreadableReportIsAFailure() throws IOException {
    write("a/target/surefire-reports/TEST-A.xml", "<testcase classname='A'");

    assertThat(new ReportReader().readBelow(tree).failed())
        .singleElement()
        .asString()
        .contains("TEST-A.xml");
  }

  @Test
  void otherXmlFilesAreNotReports() throws IOException {
    write("a/target/classes/TEST-A.xml", "<testcase classname='A' name='works'/>");

    assertThat(new ReportReader().readBelow(tree)).isEqualTo(TestResults.NONE);
  }

  private void write(String path, String cases) throws IOException {
    Path file = tree.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "<testsuite>" + cases + "</testsuite>");
  }
}
