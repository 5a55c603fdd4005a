package io.cooperage.isolation.namespaces;

import io.cooperage.spi.node.HostLedger;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Widens what the kernel has once for all CTs where what is taken of it counts as the taker's
 * memory anyway: then a CT meets its own limit before the others find nothing left.
 *
 * @see <a href="https://docs.kernel.org/admin-guide/sysctl/fs.html">/proc/sys/fs</a>
 */
@Component(
    immediate = true,
    service = {})
public final class SharedBudgets {
  /**
   * Places for asynchronous I/O. The kernel's 65,536 are taken by 64 calls of any one program; so
   * many cost 1.2 GiB (77 bytes each, 6.18).
   */
  private static final long AIO_PLACES = 1L << 24;

  private static final Logger LOG = LoggerFactory.getLogger(SharedBudgets.class);

  @Activate
  public SharedBudgets(@Reference HostLedger ledger) {
    this(ledger, Path.of("/proc/sys"));
  }

  SharedBudgets(HostLedger ledger, Path switches) {
    // By a reader with a buffer: a switch gives all its digits to the first read, however short.
    try (BufferedReader text = Files.newBufferedReader(switches.resolve("fs/aio-max-nr"))) {
      // What is ours already may be another node's, which can go down first.
      if (Long.parseLong(text.readLine()) <= AIO_PLACES) {
        ledger.sysctl(
            "fs.aio-max-nr",
            Long.toString(AIO_PLACES),
            "no CT takes all asynchronous I/O of the others");
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn(
          "one CT can take all asynchronous I/O (fs.aio-max-nr) of the others: {}", e.toString());
    }
  }
}
