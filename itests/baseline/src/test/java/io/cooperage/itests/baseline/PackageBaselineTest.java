package io.cooperage.itests.baseline;

import static org.assertj.core.api.Assertions.assertThat;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PackageBaselineTest {
  private static final String ONE_METHOD = "void apply();";
  private static final String TWO_METHODS = "void apply(); void reset();";

  @TempDir Path folder;

  @Test
  void anUnchangedPackageKeepsItsVersion() throws Exception {
    assertThat(complaints("ConsumerType", ONE_METHOD, "1.0.0")).isEmpty();
  }

  @Test
  void aMethodMoreOnWhatVendorsImplementIsANewMajorVersion() throws Exception {
    assertThat(complaints("ConsumerType", TWO_METHODS, "1.0.0"))
        .containsExactly("vendor.spi 1.0.0 must be at least 2.0.0");
    assertThat(complaints("ConsumerType", TWO_METHODS, "1.1.0")).isNotEmpty();
    assertThat(complaints("ConsumerType", TWO_METHODS, "2.0.0")).isEmpty();
  }

  @Test
  void aMethodMoreOnWhatWeImplementIsANewMinorVersion() throws Exception {
    assertThat(complaints("ProviderType", TWO_METHODS, "1.0.0"))
        .containsExactly("vendor.spi 1.0.0 must be at least 1.1.0");
    assertThat(complaints("ProviderType", TWO_METHODS, "1.1.0")).isEmpty();
  }

  @Test
  void aMethodLessIsANewMajorVersion() throws Exception {
    assertThat(complaints("ProviderType", "", "1.1.0")).isNotEmpty();
    assertThat(complaints("ProviderType", "", "2.0.0")).isEmpty();
  }

  /** Compares a changed package with its release, which was version 1.0.0 with one method. */
  private List<String> complaints(String type, String methods, String version) throws Exception {
    Path older = bundle("older", type, ONE_METHOD, "1.0.0");
    Path newer = bundle("newer", type, methods, version);
    return new PackageBaseline().complaints(newer, older);
  }

  private Path bundle(String name, String type, String methods, String version) throws Exception {
    Path work = Files.createTempDirectory(folder, name);
    Path sources = Files.createDirectories(work.resolve("src/vendor/spi"));
    Path classes = Files.createDirectories(work.resolve("classes"));
    Path info = sources.resolve("package-info.java");
    Path service = sources.resolve("Service.java");
    Files.writeString(
        info,
        "@org.osgi.annotation.bundle.Export @org.osgi.annotation.versioning.Version(\"%s\")\npackage vendor.spi;\n"
            .formatted(version));
    Files.writeString(
        service,
        "package vendor.spi;\n@org.osgi.annotation.versioning.%s public interface Service { %s }\n"
            .formatted(type, methods));
    compile(classes, List.of(info, service));
    Path jar = work.resolve("vendor.jar");
    try (Builder builder = new Builder();
        Jar content = new Jar(classes.toFile())) {
      builder.setBundleSymbolicName("vendor");
      builder.setJar(content);
      builder.build().write(jar.toFile());
      assertThat(builder.getErrors()).isEmpty();
    }
    return jar;
  }

  private static void compile(Path classes, List<Path> sources) throws IOException {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-classpath",
              System.getProperty("java.class.path"),
              "--release",
              "17");
      boolean done =
          javac
              .getTask(null, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(done).isTrue();
    }
  }
}
