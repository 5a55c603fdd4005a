/**
 * CPU time and cores of containers: {@code cpuunits}, {@code cpulimit}, {@code cpus}, {@code
 * cpu-guarantee} and {@code cpuburst} over the cpu controller, {@code cpumask} and {@code nodemask}
 * over cpuset, on v1 and v2 alike.
 */
package io.cooperage.controller.cpu;
