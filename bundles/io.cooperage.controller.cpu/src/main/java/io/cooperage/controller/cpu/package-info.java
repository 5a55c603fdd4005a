/**
 * CPU weight and limits of containers: {@code cpuunits}, {@code cpulimit} and {@code cpus} over
 * {@code cpu.shares} and {@code cpu.cfs_quota_us} (v1) or {@code cpu.weight} and {@code cpu.max}
 * (v2).
 */
package io.cooperage.controller.cpu;
