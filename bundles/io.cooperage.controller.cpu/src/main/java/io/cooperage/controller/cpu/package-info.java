/** Resource controller of cpuunits, cpulimit and cpus. */
package io.cooperage.controller.cpu;
