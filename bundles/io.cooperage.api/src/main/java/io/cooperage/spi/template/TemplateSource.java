package io.cooperage.spi.template;

import io.cooperage.spi.node.ProgressSink;
import java.nio.file.Path;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Builds operating system trees. Builds run on a jobs thread, may take minutes, report progress and
 * obey a cancel.
 */
@ConsumerType
public interface TemplateSource {
  /** As "debootstrap". */
  String kind();

  List<TemplateOffer> offers();

  /**
   * Builds a tree, 0-based ids, into an empty folder.
   *
   * @throws io.cooperage.api.error.ContainerException UNSUPPORTED naming the missing package or
   *     mirror
   */
  TemplateDescriptor build(String name, Path emptyFolder, ProgressSink progress);
}
