package io.cooperage.supervisor;

/**
 * Who answers at the socket.
 *
 * @param version of the program
 * @param keeper pid of the keeper
 * @param worker pid of the worker
 * @param keeperStart when the keeper began, in clock ticks since boot: another value means another
 *     keeper, and that consoles and exits of before are lost
 */
public record SupervisorInfo(String version, int keeper, int worker, long keeperStart) {}
