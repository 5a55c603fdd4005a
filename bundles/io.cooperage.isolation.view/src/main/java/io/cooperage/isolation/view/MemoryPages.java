package io.cooperage.isolation.view;

import static io.cooperage.isolation.view.MemoryCounter.ACTIVE_ANON;
import static io.cooperage.isolation.view.MemoryCounter.ACTIVE_FILE;
import static io.cooperage.isolation.view.MemoryCounter.ANON;
import static io.cooperage.isolation.view.MemoryCounter.CACHE;
import static io.cooperage.isolation.view.MemoryCounter.DIRTY;
import static io.cooperage.isolation.view.MemoryCounter.FAULTS;
import static io.cooperage.isolation.view.MemoryCounter.INACTIVE_ANON;
import static io.cooperage.isolation.view.MemoryCounter.INACTIVE_FILE;
import static io.cooperage.isolation.view.MemoryCounter.KERNEL_STACK;
import static io.cooperage.isolation.view.MemoryCounter.MAJOR_FAULTS;
import static io.cooperage.isolation.view.MemoryCounter.MAPPED;
import static io.cooperage.isolation.view.MemoryCounter.PAGE_TABLES;
import static io.cooperage.isolation.view.MemoryCounter.SHARED;
import static io.cooperage.isolation.view.MemoryCounter.SLAB_RECLAIMABLE;
import static io.cooperage.isolation.view.MemoryCounter.SLAB_UNRECLAIMABLE;
import static io.cooperage.isolation.view.MemoryCounter.SWAPPED_IN;
import static io.cooperage.isolation.view.MemoryCounter.SWAPPED_OUT;
import static io.cooperage.isolation.view.MemoryCounter.SWAP_CACHED;
import static io.cooperage.isolation.view.MemoryCounter.UNEVICTABLE;
import static io.cooperage.isolation.view.MemoryCounter.WRITEBACK;

import java.util.Locale;

/** Memory in the kernel's own forms. */
final class MemoryPages {
  private static final int KIB = 1024;
  private static final int PAGE = 4096;

  private MemoryPages() {}

  /**
   * {@code /proc/meminfo}; lines of one width, so that a reader between two versions sees lines.
   */
  static String meminfo(Memory m) {
    StringBuilder text = new StringBuilder(1024);
    line(text, "MemTotal", m.total());
    line(text, "MemFree", m.free());
    line(text, "MemAvailable", m.available());
    line(text, "Buffers", 0);
    line(text, "Cached", m.of(CACHE));
    line(text, "SwapCached", m.of(SWAP_CACHED));
    line(text, "Active", m.of(ACTIVE_ANON) + m.of(ACTIVE_FILE));
    line(text, "Inactive", m.of(INACTIVE_ANON) + m.of(INACTIVE_FILE));
    line(text, "Active(anon)", m.of(ACTIVE_ANON));
    line(text, "Inactive(anon)", m.of(INACTIVE_ANON));
    line(text, "Active(file)", m.of(ACTIVE_FILE));
    line(text, "Inactive(file)", m.of(INACTIVE_FILE));
    line(text, "Unevictable", m.of(UNEVICTABLE));
    line(text, "SwapTotal", m.swapTotal());
    line(text, "SwapFree", m.swapTotal() - m.swapUsed());
    line(text, "Dirty", m.of(DIRTY));
    line(text, "Writeback", m.of(WRITEBACK));
    line(text, "AnonPages", m.of(ANON));
    line(text, "Mapped", m.of(MAPPED));
    line(text, "Shmem", m.of(SHARED));
    line(text, "KReclaimable", m.of(SLAB_RECLAIMABLE));
    line(text, "Slab", m.of(SLAB_RECLAIMABLE) + m.of(SLAB_UNRECLAIMABLE));
    line(text, "SReclaimable", m.of(SLAB_RECLAIMABLE));
    line(text, "SUnreclaim", m.of(SLAB_UNRECLAIMABLE));
    line(text, "KernelStack", m.of(KERNEL_STACK));
    line(text, "PageTables", m.of(PAGE_TABLES));
    return text.toString();
  }

  private static void line(StringBuilder text, String name, long bytes) {
    text.append(String.format(Locale.ROOT, "%-16s%8d kB%n", name + ":", bytes / KIB));
  }

  /** {@code /proc/swaps}: all that VSwap gives is one area. */
  static String swaps(Memory m) {
    String head = "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n";
    return m.swapTotal() == 0
        ? head
        : head
            + String.format(
                Locale.ROOT,
                "%-40s%s\t\t%d\t\t%d\t\t%d%n",
                "none",
                "virtual",
                m.swapTotal() / KIB,
                m.swapUsed() / KIB,
                -1);
  }

  /** {@code /proc/vmstat}, what is counted for a CT. */
  static String vmstat(Memory m, DiskTraffic disk) {
    StringBuilder text = new StringBuilder(512);
    pages(text, "nr_free_pages", m.free());
    pages(text, "nr_inactive_anon", m.of(INACTIVE_ANON));
    pages(text, "nr_active_anon", m.of(ACTIVE_ANON));
    pages(text, "nr_inactive_file", m.of(INACTIVE_FILE));
    pages(text, "nr_active_file", m.of(ACTIVE_FILE));
    pages(text, "nr_unevictable", m.of(UNEVICTABLE));
    pages(text, "nr_anon_pages", m.of(ANON));
    pages(text, "nr_mapped", m.of(MAPPED));
    pages(text, "nr_file_pages", m.of(CACHE));
    pages(text, "nr_dirty", m.of(DIRTY));
    pages(text, "nr_writeback", m.of(WRITEBACK));
    pages(text, "nr_shmem", m.of(SHARED));
    pages(text, "nr_slab_reclaimable", m.of(SLAB_RECLAIMABLE));
    pages(text, "nr_slab_unreclaimable", m.of(SLAB_UNRECLAIMABLE));
    count(text, "pgpgin", disk.read() / KIB);
    count(text, "pgpgout", disk.written() / KIB);
    count(text, "pswpin", m.of(SWAPPED_IN));
    count(text, "pswpout", m.of(SWAPPED_OUT));
    count(text, "pgfault", m.of(FAULTS));
    count(text, "pgmajfault", m.of(MAJOR_FAULTS));
    return text.toString();
  }

  private static void pages(StringBuilder text, String name, long bytes) {
    count(text, name, bytes / PAGE);
  }

  private static void count(StringBuilder text, String name, long value) {
    text.append(name).append(' ').append(value).append('\n');
  }
}
