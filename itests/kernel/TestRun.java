import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs the test classes that its arguments name and says a line of each test. */
final class TestRun implements TestExecutionListener {
  private static final int DEPTH = 12;

  private final PrintStream out = System.out;
  private final AtomicInteger passed = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private TestPlan plan;

  /** Exit status: 0 if something ran and nothing failed. */
  public static void main(String[] classes) {
    TestRun run = new TestRun();
    LauncherDiscoveryRequest request =
        LauncherDiscoveryRequestBuilder.request()
            .selectors(Arrays.stream(classes).map(name -> selectClass(name)).toList())
            .build();
    LauncherFactory.create().execute(request, run);
    run.out.println(run.passed + " passed, " + run.failed + " failed");
    System.exit(run.failed.get() == 0 && run.passed.get() > 0 ? 0 : 1);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan started) {
    plan = started;
  }

  @Override
  public void executionSkipped(TestIdentifier test, String reason) {
    out.println("SKIPPED " + name(test) + ": " + reason);
  }

  @Override
  public void executionFinished(TestIdentifier test, TestExecutionResult result) {
    String why = result.getThrowable().map(Throwable::getMessage).orElse("");
    switch (result.getStatus()) {
      case SUCCESSFUL -> {
        if (test.isTest()) {
          passed.incrementAndGet();
          out.println("passed  " + name(test));
        }
      }
      case ABORTED -> out.println("SKIPPED " + name(test) + ": " + why);
      case FAILED -> {
        failed.incrementAndGet();
        out.println("FAILED  " + name(test));
        result.getThrowable().ifPresent(this::tell);
      }
    }
  }

  private void tell(Throwable thrown) {
    out.println(thrown);
    Arrays.stream(thrown.getStackTrace()).limit(DEPTH).forEach(f -> out.println("\tat " + f));
    if (thrown.getCause() != null) {
      tell(thrown.getCause());
    }
  }

  private String name(TestIdentifier test) {
    String parent = plan.getParent(test).map(TestIdentifier::getDisplayName).orElse("");
    return parent + " " + test.getDisplayName();
  }
}
