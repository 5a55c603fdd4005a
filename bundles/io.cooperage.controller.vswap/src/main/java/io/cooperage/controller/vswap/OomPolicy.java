package io.cooperage.controller.vswap;

/** What the kernel kills when a CT exceeds physpages and swappages together. */
enum OomPolicy {
  /** The largest process. */
  PROCESS,
  /** Every process of the CT, so that it stops as a whole. */
  CONTAINER
}
