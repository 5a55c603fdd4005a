package io.cooperage.template.debootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TreeFilesTest {
  private ScratchTree scratch;
  private Path root;
  @TempDir private Path host;
  private Path hostFile;
  private TreeFiles files;

  @BeforeEach
  void prepare() throws IOException {
    scratch = new ScratchTree();
    root = scratch.path();
    hostFile = Files.writeString(host.resolve("file"), "the host's");
    files = new TreeFiles(root);
  }

  @AfterEach
  void remove() throws IOException {
    scratch.close();
  }

  @Test
  void aLinkToTheHostIsReplacedAndNotFollowed() throws IOException {
    Files.createSymbolicLink(root.resolve("resolv.conf"), hostFile);
    files.write("resolv.conf", "ours");
    assertThat(root.resolve("resolv.conf")).isRegularFile().hasContent("ours");
    assertThat(hostFile).hasContent("the host's");
  }

  @Test
  void aFolderThatLeadsToTheHostIsRefused() throws IOException {
    Files.createSymbolicLink(root.resolve("etc"), host);
    assertThatIOException()
        .isThrownBy(() -> files.write("etc/file", "ours"))
        .withMessageContaining("'etc' is a symbolic link");
    assertThatIOException().isThrownBy(() -> files.remove("etc/file"));
    assertThatIOException().isThrownBy(() -> files.empty("etc/x"));
    assertThat(hostFile).hasContent("the host's");
  }

  @Test
  void emptyingDoesNotEnterALinkedFolder() throws IOException {
    Files.createDirectories(root.resolve("var/log"));
    Files.createSymbolicLink(root.resolve("var/log/host"), host);
    files.truncateFiles("var/log");
    files.empty("var/log");
    assertThat(root.resolve("var/log")).isEmptyDirectory();
    assertThat(hostFile).hasContent("the host's");
  }

  @Test
  void nothingOutsideTheTreeCanBeNamed() {
    for (String name : new String[] {"../x", "a/../../x", "", "/etc/passwd"}) {
      assertThatIOException()
          .isThrownBy(() -> files.remove(name))
          .withMessageContaining("leads out");
    }
  }

  @Test
  void missingFoldersAreMadeForNewFiles() throws IOException {
    files.write("a/b/c", "text", "r--------");
    assertThat(root.resolve("a/b/c")).hasContent("text");
    files.removeTree("a");
    files.removeTree("a");
    assertThat(root).isEmptyDirectory();
    assertThat(files.names("none", "*")).isEmpty();
  }
}
