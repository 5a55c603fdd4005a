package io.cooperage.itests.osgi;

import static org.ops4j.pax.exam.CoreOptions.composite;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOptions;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.configureConsole;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.doNotModifyLogConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.editConfigurationFileExtend;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.karafDistributionConfiguration;
import static org.ops4j.pax.exam.karaf.options.KarafDistributionOption.replaceConfigurationFile;

import java.io.File;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.ops4j.pax.exam.Option;

/** Our own distribution as Pax Exam boots it: the JVM gets the options of bin/cooperage-daemon. */
final class Distribution {
  private static final Path ARCHIVE = Path.of(System.getProperty("cooperage.distribution", ""));
  private static final String KARAF = "4.4.10";

  private Distribution() {}

  static Option[] options() {
    String work = Path.of("target").toAbsolutePath().toString();
    return new Option[] {
      karafDistributionConfiguration()
          .frameworkUrl(ARCHIVE.toUri().toString())
          .karafVersion(KARAF)
          .name("cooperage")
          .unpackDirectory(new File(work, "exam")),
      configureConsole().ignoreLocalConsole().ignoreRemoteShell(),
      doNotModifyLogConfiguration(),
      composite(nodeConfiguration()),
      // Pax Exam and its probe come from a repository of their own.
      editConfigurationFileExtend(
          "etc/org.ops4j.pax.url.mvn.cfg",
          "org.ops4j.pax.url.mvn.defaultRepositories",
          Path.of(System.getProperty("exam.repository", "")).toUri() + "@id=build"),
      systemProperty("cooperage.run").value(work),
      vmOptions(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Djava.security.manager=allow",
          "--add-reads=java.xml=java.logging",
          "--add-exports=java.base/org.apache.karaf.specs.locator=java.xml,ALL-UNNAMED",
          "--patch-module=java.base=lib/endorsed/org.apache.karaf.specs.locator-" + KARAF + ".jar",
          "--patch-module=java.xml=lib/endorsed/org.apache.karaf.specs.java.xml-" + KARAF + ".jar",
          "--add-opens=java.base/java.security=ALL-UNNAMED",
          "--add-opens=java.base/java.net=ALL-UNNAMED",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--add-opens=java.base/java.util=ALL-UNNAMED",
          "--add-opens=java.naming/javax.naming.spi=ALL-UNNAMED",
          "--add-opens=java.rmi/sun.rmi.transport.tcp=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.www.protocol.file=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.www.protocol.http=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.www.protocol.https=ALL-UNNAMED",
          "--add-exports=java.base/sun.net.www.protocol.jar=ALL-UNNAMED",
          "-classpath",
          "lib/jdk9plus/*"
              + File.pathSeparator
              + "lib/boot/*"
              + File.pathSeparator
              + "lib/endorsed/*")
    };
  }

  /**
   * What bin/cooperage-daemon installs into a node's etc folder once, but for what makes it a node:
   * every bundle is there and nothing touches the kernel. Whole nodes are itests/node's matter.
   */
  private static Option[] nodeConfiguration() {
    return Stream.of(new File("../../config/etc").listFiles(File::isFile))
        .filter(file -> !file.getName().equals("io.cooperage.node.cfg"))
        .map(file -> replaceConfigurationFile("etc/" + file.getName(), file))
        .toArray(Option[]::new);
  }
}
