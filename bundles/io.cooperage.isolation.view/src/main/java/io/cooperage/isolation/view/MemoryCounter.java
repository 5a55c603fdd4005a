package io.cooperage.isolation.view;

/** Lines of a group's {@code memory.stat}, in bytes but for the events, with their names there. */
enum MemoryCounter {
  ACTIVE_ANON("total_active_anon", "active_anon"),
  INACTIVE_ANON("total_inactive_anon", "inactive_anon"),
  ACTIVE_FILE("total_active_file", "active_file"),
  INACTIVE_FILE("total_inactive_file", "inactive_file"),
  UNEVICTABLE("total_unevictable", "unevictable"),
  ANON("total_rss", "anon"),
  /** With shared memory. */
  CACHE("total_cache", "file"),
  SHARED("total_shmem", "shmem"),
  MAPPED("total_mapped_file", "file_mapped"),
  DIRTY("total_dirty", "file_dirty"),
  WRITEBACK("total_writeback", "file_writeback"),
  SWAP("total_swap", ""),
  SWAP_CACHED("total_swapcached", "swapcached"),
  SLAB_RECLAIMABLE("", "slab_reclaimable"),
  SLAB_UNRECLAIMABLE("", "slab_unreclaimable"),
  KERNEL_STACK("", "kernel_stack"),
  PAGE_TABLES("", "pagetables"),
  FAULTS("total_pgfault", "pgfault"),
  MAJOR_FAULTS("total_pgmajfault", "pgmajfault"),
  SWAPPED_IN("total_pswpin", "pswpin"),
  SWAPPED_OUT("total_pswpout", "pswpout");

  private final String v1;
  private final String v2;

  MemoryCounter(String v1, String v2) {
    this.v1 = v1;
    this.v2 = v2;
  }

  /** Its name; empty if that version has none. */
  String in(int version) {
    return version == 1 ? v1 : v2;
  }
}
