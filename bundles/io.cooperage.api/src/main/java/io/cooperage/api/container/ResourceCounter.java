package io.cooperage.api.container;

import java.util.OptionalLong;

/**
 * One line of a CT's resource counters, in the columns of OpenVZ's {@code user_beancounters}.
 *
 * @param resource as {@code physpages} or {@code numproc}
 * @param unit bytes, pages, count ...; all amounts of the line are in it
 * @param held in use now
 * @param maxHeld most that was in use since the CT's start; empty where the kernel keeps none
 * @param barrier where the kernel begins to press; empty if there is none
 * @param limit what the kernel never exceeds; empty for no limit
 * @param failCount how often something was refused, or killed, for it; empty if it is not counted
 */
public record ResourceCounter(
    String resource,
    String unit,
    long held,
    OptionalLong maxHeld,
    OptionalLong barrier,
    OptionalLong limit,
    OptionalLong failCount) {}
